// On paper: every screen that people hand round, as the printer gets it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { browse, eventually, serve } from './harness.mjs'
import { furnish, password, signIn } from './furnished.mjs'
import { pagesOf } from './pdf.mjs'

let program, chromium, page, made

before(async () => {
  program = await serve({}, (run) => run(`${password}\n`, 'demo', '--signals', '4000', '--password-stdin'))
  chromium = await browse()
  page = await chromium.page(program.address, { colorScheme: 'dark' })
  await signIn(page, program.address, 'demo@example.org')
  made = await furnish(page, program)
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const squeeze = (text) => text.replace(/\s+/g, '')
const year = new Date().getUTCFullYear()

/** Opens a screen, waits until it is whole, and prints it on A4. */
async function print(at, wait) {
  await page.goto(`${program.address}${at}`)
  await page.waitForFunction(() => document.querySelector('main h1, main h2') && !document.querySelector('[aria-busy=true]'))
  await wait?.()
  return pagesOf(await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: true }))
}

/** What every page of figures has and hasn't on paper. */
function sound(pages, title, most) {
  const all = pages.join('')
  for (const said of [title, 'Demo', `as of`, String(year)]) assert.ok(all.includes(squeeze(said)), `“${said}” is missing: ${all.slice(0, 300)}`)
  for (const no of ['Search or do', 'Case reports', 'Notifications', 'Settings', 'Save view', 'Load more', 'Export'])
    assert.ok(title === no || !all.includes(squeeze(no)), `“${no}” is printed`)
  assert.ok(pages.length <= most, `${pages.length} pages`)
  assert.ok(pages.every((text) => text.length > 20), 'an empty page')
}

const rowsOf = () => page.evaluate(() => [...document.querySelectorAll('main tbody tr')].map((row) => row.cells[0].innerText.split('\n')[0]))

test('the Overview: period, comparison and filter are stated', async () => {
  const pages = await print('/?where=touch_point:billing', () => page.getByRole('main').getByText('Open cases').waitFor())
  sound(pages, 'Overview', 3)
  const all = pages.join('')
  assert.match(all, /Touchpoint(is)?Billing/)
  assert.match(all, /against/)
  const without = await print('/')
  assert.ok(without.join('').includes('Nofilter'))
})

for (const [shape, at] of [
  ['a heat map', 'by=touch_point&by=time&shape=heat'],
  ['bars', 'by=touch_point&shape=bars'],
  ['lines', 'by=unit.region&by=time&shape=lines'],
  ['a table', 'by=unit.team&shape=table'],
  ['a figure', 'by=&shape=figure'],
])
  test(`the Explorer as ${shape}, whole and unclipped`, async () => {
    const pages = await print(`/explorer?metric=csat&${at}`, () => page.getByRole('main').getByRole('radio', { name: 'Figure' }).waitFor())
    sound(pages, 'Explorer', 3)
    if (shape === 'a table' || shape === 'a heat map') {
      const all = pages.join('')
      const names = await rowsOf()
      assert.ok(names.length > 10)
      for (const name of names) assert.ok(all.includes(squeeze(name)), `the row “${name}” is missing`)
    }
  })

test('a dashboard, the roll-up, a metric, case reports and survey results', async () => {
  const tiles = () => eventually(async () => assert.equal(await page.getByRole('main').getByText(/^n [\d,]+/).count() > 3, true))
  sound(await print(`/dashboards/${made.board.id}`, tiles), 'Service board', 5)
  const rollup = await print('/rollup?metric=csat', () => page.getByRole('table').waitFor())
  sound(rollup, 'Roll-up', 2)
  const units = (await made.api('GET', '/units')).items.filter((u) => ['region', 'site'].includes(u.kind))
  assert.equal(units.length, 8)
  for (const { name } of units) assert.ok(rollup.join('').includes(squeeze(name)), name)
  sound(await print('/figures/csat'), 'CSAT, top 2 of 5', 4)
  sound(await print('/case-reports'), 'Case reports', 2)
  sound(await print(`/surveys/${made.survey.id}?tab=results`, () => page.getByText('How satisfied were you').waitFor()), 'After the contact', 3)
})

test('a case: its story and its customer, no composer, no list of others', async () => {
  const [one, other] = made.cases
  const pages = await print(`/inbox/${one.id}`, () => page.getByRole('heading', { name: one.title }).waitFor())
  const all = pages.join('')
  for (const said of [one.ref, one.title, 'Opened', 'Call back about the bill', 'Rule', 'Watching', 'as of']) assert.ok(all.includes(squeeze(said)), `“${said}” is missing`)
  for (const no of ['What was done or agreed', 'Add note', squeeze(other.title)]) assert.ok(!all.includes(squeeze(no)), `“${no}” is printed`)
  assert.ok(pages.length <= 2)
})

test('a read-only link, with whose it is and of when', async () => {
  const pages = await print(`/shared/${made.link.token}`, () => page.getByRole('heading', { name: 'Service board' }).waitFor())
  const all = pages.join('')
  for (const said of ['Demo', 'Service board', 'as of', 'Team Kestrel']) assert.ok(all.includes(squeeze(said)), `“${said}” is missing`)
  assert.ok(pages.length <= 8)
})

test('a long list is printed whole, though the screen draws only what is near', async () => {
  await page.goto(`${program.address}/settings/audit`)
  const more = page.getByRole('button', { name: 'Load more' })
  await page.getByRole('table').waitFor()
  for (let i = 0; i < 40; i++) await made.api('POST', '/touch-points', { key: `extra-${i}`, name: `Extra ${i}` })
  for (let i = 0; i < 200; i++) await made.api('POST', '/employees', { external_id: `x-${i}`, name: `Zed ${i}` })
  await page.reload()
  await page.getByRole('table').waitFor()
  while (await more.isVisible()) {
    const had = await page.getByRole('table').getAttribute('aria-rowcount')
    await more.click()
    await eventually(async () => assert.ok(!(await more.isVisible()) || (await page.getByRole('table').getAttribute('aria-rowcount')) !== had))
  }
  const shown = Number(await page.getByRole('table').getAttribute('aria-rowcount'))
  assert.ok(shown > 240, `${shown} rows`)
  assert.ok((await page.getByRole('row').count()) < shown, 'the screen draws only a part')
  const all = pagesOf(await page.pdf({ format: 'A4' })).join('')
  assert.ok(all.split('Employee:').length > 200, 'rows are missing')
})

test('paper is white and ink is dark, also for who works in the dark', async () => {
  await page.goto(program.address)
  await page.getByRole('main').getByText('Open cases').waitFor()
  const look = () => page.evaluate(() => {
    const luma = (colour) => {
      const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number)
      return a === 0 ? 255 : 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const of = (element) => getComputedStyle(element)
    return { paper: luma(of(document.body).backgroundColor), card: luma(of(document.querySelector('main section')).backgroundColor), ink: luma(of(document.querySelector('main h1')).color) }
  })
  const dark = await look()
  assert.ok(dark.paper < 60 && dark.ink > 180, JSON.stringify(dark))
  for (const chosen of [undefined, 'dark']) {
    if (chosen) {
      await page.evaluate((c) => localStorage.setItem('touchstone-scheme', c), chosen)
      await page.reload()
      await page.getByRole('main').getByText('Open cases').waitFor()
    }
    await page.emulateMedia({ media: 'print' })
    const paper = await look()
    assert.ok(paper.paper > 250 && paper.card > 250 && paper.ink < 60, JSON.stringify(paper))
    await page.emulateMedia({ media: 'screen' })
  }
})

test('nothing runs over the edge of the paper', async () => {
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 702, height: 1000 }) // A4 less its margins
  for (const at of ['/', '/figures/csat', '/explorer?by=touch_point&by=time&shape=heat', '/rollup?metric=csat', '/case-reports', `/dashboards/${made.board.id}`, `/shared/${made.link.token}`, `/inbox/${made.cases[0].id}`]) {
    await page.goto(`${program.address}${at}`)
    await page.waitForFunction(() => document.querySelector('main h1, main h2') && !document.querySelector('[aria-busy=true]'))
    const over = await page.evaluate(() => document.documentElement.scrollWidth - 702)
    assert.ok(over <= 0, `${at} is ${over} px too wide`)
  }
  await page.emulateMedia({ media: 'screen' })
})

test('nothing complained', () => assert.deepEqual(chromium.complaints, [], `${chromium.complaints.join('\n')}\n${program.log().slice(-2000)}`))
