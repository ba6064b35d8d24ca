// A survey of many kinds: ordered by drag and by keyboard, asked on conditions, in a second language, in its own colours.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page, link
const shots = process.env.SHOTS
const shot = async (name, on = page) => { if (shots) await on.screenshot({ path: `${shots}/survey-${name}.png` }) }
const main = () => page.locator('main')
const preview = () => page.frameLocator('iframe')
const texts = () => page.getByRole('textbox', { name: /^Words of question/ }).evaluateAll((list) => list.map((e) => e.value))

before(async () => {
  program = await serve()
  chromium = await browse()
  page = await chromium.page(program.address)
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alderwick Deliveries')
  await page.getByLabel('Your name').fill('Olivia Owner')
  await page.getByLabel('E-mail').fill('olivia@alderwick.example')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByRole('link', { name: 'Skip for now' }).click()
  await page.getByText('No signal has been heard yet').waitFor()
})
after(async () => {
  await chromium?.close()
  await program?.stop()
})

test('ten questions of nine kinds are put together, ordered by keyboard, by menu and by drag', async () => {
  await page.goto(`${program.address}/surveys`)
  await main().getByRole('button', { name: 'Empty survey' }).first().click()
  await page.waitForURL(/\/surveys\/svy_/)
  await page.getByLabel('Name', { exact: true }).fill('After the delivery')
  for (const kind of ['CES, 1 to 7', 'Multiple choice', 'Number', 'Date', 'Short text', 'CSAT, 1 to 5', 'NPS, 0 to 10', 'Single choice', 'Long text', 'Short text']) {
    await page.getByRole('button', { name: kind, exact: true }).click()
    const words = page.getByRole('textbox', { name: /^Words of question/ }).last()
    await words.waitFor()
    await words.fill(`${kind.split(',')[0]} asked here?`)
  }
  const options = page.getByRole('textbox', { name: /^Option \d$/ })
  for (const [n, text] of ['The price', 'The wait', 'The people', 'Late', 'Early', 'On time'].entries()) await options.nth(n).fill(text)
  const card = (n) => page.getByRole('region', { name: `Question ${n}`, exact: true })
  await card(10).getByRole('textbox', { name: 'Words of question 10' }).fill('Anything else?')

  await card(10).getByRole('textbox', { name: 'Words of question 10' }).press('Alt+ArrowUp')
  await eventually(async () => assert.equal((await texts())[8], 'Anything else?'))
  await card(9).getByRole('button', { name: 'More for question 9' }).click()
  await page.getByRole('menuitem', { name: '1, the first' }).click()
  await eventually(async () => assert.equal((await texts())[0], 'Anything else?'))
  await page.setViewportSize({ width: 1440, height: 3000 }) // both ends of the drag in view
  const [from, to] = await Promise.all([0, 3].map((n) => page.locator('[title="Drag to move"]').nth(n).boundingBox()))
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(from.x + 12, from.y + 20, { steps: 4 })
  await page.mouse.move(to.x + 8, to.y + 10, { steps: 8 })
  await shot('dragging')
  await page.mouse.up()
  await eventually(async () => assert.equal((await texts())[3], 'Anything else?'))
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('heading', { name: 'After the delivery' }).click()
  await page.keyboard.press('Control+z')
  await eventually(async () => assert.equal((await texts())[0], 'Anything else?'))
  await page.keyboard.press('Control+Shift+z')
  await eventually(async () => assert.equal((await texts())[3], 'Anything else?'))
  await page.getByText(/^Saved/).first().waitFor()
  await accessible(page, 'the builder with ten questions')
  await shot('builder')
})

test('a question is asked only if an earlier answer says so, and the preview shows it at once', async () => {
  const second = page.getByRole('region', { name: 'Question 2', exact: true })
  await second.getByRole('button', { name: 'Ask only if …' }).click()
  await second.getByLabel('How it is compared').selectOption({ label: 'is at most' })
  await second.getByLabel('Compared with').selectOption('4')
  await page.getByText(/^Saved/).first().waitFor()
  const hard = preview().getByText('Multiple choice asked here?')
  await eventually(async () => assert.equal(await hard.isVisible(), false))
  await preview().locator('input[name^="q-ces"][value="2"]').check({ force: true })
  await hard.waitFor()
  await accessible(page, 'the builder with a condition')
  await shot('condition')
})

test('its colour is made readable, and it speaks Arabic', async () => {
  await page.getByRole('radio', { name: 'Look' }).check({ force: true })
  await page.getByLabel('Accent colour').fill('#ffe066')
  await page.getByText(/Too faint as it is/).first().waitFor()
  await accessible(page, 'the look')
  await shot('look')
  await page.getByRole('radio', { name: 'Languages' }).check({ force: true })
  await page.getByRole('combobox', { name: 'Language to add' }).fill('ar')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const lines = page.getByRole('group', { name: /Arabic/ }).getByRole('textbox')
  await lines.first().waitFor()
  const n = await lines.count()
  assert.ok(n >= 16, `${n} texts to translate`)
  for (let i = 0; i < n; i++) await lines.nth(i).fill(`نص ${i + 1}`)
  await page.getByText(/^Saved/).first().waitFor()
  await page.getByLabel('Language of the preview').selectOption('ar')
  await preview().locator('html[dir=rtl]').waitFor()
  await accessible(page, 'the languages')
  await shot('languages')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Open', { exact: true }).first().waitFor()
  link = (await (await page.request.get(`${program.address}/api/v1/surveys`)).json()).items[0].url
})

test('people answer on phones, from the right too, with and without JavaScript', async () => {
  for (const [locale, javaScriptEnabled] of [['ar-EG', true], ['en-GB', true], ['en-GB', false]]) {
    const phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, locale, javaScriptEnabled })
    await phone.goto(link)
    assert.equal(await phone.locator('html').getAttribute('dir'), locale === 'ar-EG' ? 'rtl' : null)
    await phone.locator('input[name^="q-ces"][value="3"]').check({ force: true })
    if (javaScriptEnabled) {
      await phone.locator('input[name^="q-multiple"]').first().waitFor()
      await accessible(phone, `the respondent’s page in ${locale}`)
    }
    await shot(`phone-${locale}-${javaScriptEnabled}`, phone)
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways')
    await phone.locator('input[name^="q-csat"][value="4"]').check({ force: true })
    await phone.locator('input[name^="q-nps"][value="9"]').check({ force: true })
    if (!javaScriptEnabled) {
      await phone.locator('button.go').click()
      await phone.getByText('A little more, from what you answered').waitFor()
    }
    await phone.locator('input[name^="q-multiple"]').first().check({ force: true })
    await phone.locator('input[name^="q-number"]').fill('12,5')
    await phone.locator('button.go').click()
    await phone.waitForURL(/thanks/)
    await phone.context().close()
  }
})

test('the results count them, question by question', async () => {
  await page.getByRole('radio', { name: 'Results' }).check({ force: true })
  await page.getByText(/Half gave 12.5 or less/).waitFor()
  await accessible(page, 'the results')
  await shot('results')
  const phone = await chromium.page(program.address, { storageState: await page.context().storageState(), viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  for (const tab of ['questions', 'look', 'languages', 'results']) {
    await phone.goto(`${page.url().split('?')[0]}?tab=${tab}`)
    await phone.getByRole('heading', { name: 'After the delivery' }).waitFor()
    await phone.waitForTimeout(300)
    await accessible(phone, `${tab} on a phone in the dark`)
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${tab} scrolls sideways`)
    await shot(`phone-${tab}`, phone)
  }
  await phone.context().close()
})

test('no page complained, and none asked anything of another host', () => {
  assert.deepEqual(chromium.complaints, [])
  assert.doesNotMatch(program.log(), /panic|ERROR/)
})
