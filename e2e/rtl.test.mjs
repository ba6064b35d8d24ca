// Every screen of the staff from the right: mirrored, nothing sideways, nothing that axe finds, on a desk in the light and on a
// phone in the dark. The list of screens is held against the routes, so that a new screen is walked too.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, serve } from './harness.mjs'
import { furnish, password, screens, signIn } from './furnished.mjs'

let program, chromium, page, list

before(async () => {
  program = await serve({}, (run) => run(`${password}\n`, 'demo', '--signals', '4000', '--password-stdin'))
  chromium = await browse()
  page = await chromium.page(program.address)
  await signIn(page, program.address, 'demo@example.org')
  list = await screens(await furnish(page, program))
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const main = () => page.getByRole('main')
const directionOf = (on) => on.evaluate(() => document.documentElement.dir)

test('somebody turns the page under Your account, and back', async () => {
  await page.goto(`${program.address}/settings/account`)
  assert.equal(await directionOf(page), 'ltr')
  await page.getByRole('radio', { name: 'From the right' }).check({ force: true })
  await page.waitForFunction(() => document.documentElement.dir === 'rtl')
  const side = await page.getByRole('navigation', { name: /Main/ }).boundingBox()
  assert.ok(side.x > 1000, `the navigation stands at ${side.x}`)
  await page.getByRole('radio', { name: /As the language/ }).check({ force: true })
  await page.waitForFunction(() => document.documentElement.dir === 'ltr')
  await page.getByRole('radio', { name: 'From the right' }).check({ force: true })
  await page.waitForFunction(() => document.documentElement.dir === 'rtl')
  await page.reload()
  await main().getByRole('heading', { name: /Your account/ }).waitFor()
  assert.equal(await directionOf(page), 'rtl')
})

/** Walks some screens in a tab of its own, and says what is wrong on each. */
async function walk(options, some) {
  const tab = await chromium.page(program.address, { storageState: await page.context().storageState(), ...options })
  const wrong = []
  for (const [name, at] of some) {
    await tab.goto(`${program.address}${at}`, { waitUntil: 'domcontentloaded' })
    await tab.waitForFunction(() => document.querySelector('main h1, main h2') && !document.querySelector('[aria-busy=true]'))
    if ((await directionOf(tab)) !== 'rtl') wrong.push(`${name} reads from the left`)
    const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (over > 0) wrong.push(`${name} scrolls sideways by ${over} px`)
    await accessible(tab, name).catch((e) => wrong.push(e.message.split('\n').slice(0, 8).join(' ')))
  }
  await tab.context().close()
  return wrong
}

const halves = (of) => [of.filter((_, i) => i % 2 === 0), of.filter((_, i) => i % 2 === 1)]

for (const [what, options] of [
  ['a desk in the light', { viewport: { width: 1440, height: 900 } }],
  ['a phone in the dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
])
  test(`every screen from the right holds on ${what}`, async () => {
    const wrong = await Promise.all(halves(list).map((half) => walk(options, half)))
    assert.deepEqual(wrong.flat(), [])
  })

test('numbers keep their order, a minus before its number, and charts run from left to right', async () => {
  await page.goto(`${program.address}/figures/nps`)
  await main().getByRole('heading', { level: 1 }).waitFor()
  const axis = main().getByRole('slider').first()
  await axis.waitFor()
  assert.equal(await axis.evaluate((e) => getComputedStyle(e).direction), 'ltr')
  const shown = await main().getByText(/^\u2068.*\d to .*\d/).first().innerText()
  assert.match(shown, /^\u2068.*\u2069/)
})

test('arrow keys go where they point', async () => {
  await page.goto(`${program.address}/explorer?by=touch_point&by=time&shape=heat`)
  const cells = main().locator('[data-at]')
  await cells.first().waitFor()
  const left = () => page.evaluate(() => document.activeElement.getBoundingClientRect().left)
  await main().locator('[data-at="0 2"]').focus()
  const before = await left()
  await page.keyboard.press('ArrowLeft')
  assert.ok((await left()) < before, 'ArrowLeft goes to the left')
})

test('a menu opens under its button, inside the window', async () => {
  await page.goto(`${program.address}/settings/units`)
  const button = page.getByRole('button', { name: /Change/ }).first()
  await button.click()
  const menu = await page.getByRole('menu').boundingBox()
  const from = await button.boundingBox()
  assert.ok(menu.x >= 0 && menu.x + menu.width <= 1440, `the menu stands from ${menu.x}`)
  assert.ok(Math.abs(menu.x - from.x) < 8, 'its edge is that of the button')
})

test('nothing complained', () => assert.deepEqual(chromium.complaints, [], `${chromium.complaints.join('\n')}\n${program.log().slice(-2000)}`))
