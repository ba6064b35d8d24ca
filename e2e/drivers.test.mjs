// Which measures go along with an outcome: proposed, changed, compared between two groups, kept, and led back to signals.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, serve } from './harness.mjs'
import { caller, password, signIn } from './furnished.mjs'

let program, chromium, page, phone, api
const main = () => page.getByRole('main')

/** A screen as it must look for everybody: wide and light, narrow and dark. */
async function everywhere(what) {
  await accessible(page, what)
  await phone.goto(page.url())
  await phone.getByRole('heading', { level: 1 }).waitFor()
  await phone.getByText('This is association, not cause').waitFor()
  await accessible(phone, `${what} on a phone in the dark`)
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${what} scrolls sideways`)
}

before(async () => {
  program = await serve({}, (run) => run(`${password}\n`, 'demo', '--signals', '6000', '--password-stdin'))
  chromium = await browse()
  page = await chromium.page(program.address)
  await signIn(page, program.address, 'demo@example.org')
  api = caller(page, program.address)
  phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, colorScheme: 'dark', storageState: await page.context().storageState() })
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const shares = () => main().getByRole('table', { name: 'Shares', exact: true })

test('a bare address explains satisfaction by what is heard with it, and the planted drivers come out', async () => {
  await page.getByRole('link', { name: 'Drivers', exact: true }).click()
  await shares().waitFor()
  await main().getByText('This is association, not cause').waitFor()
  const rows = await shares().getByRole('row').allTextContents()
  assert.equal(rows.length, 4)
  const last = rows.at(-1)
  assert.match(last, /Handling time/)
  await shares().getByRole('row', { name: /Waiting time.*lower CSAT/ }).waitFor()
  await shares().getByRole('row', { name: /Settled at first contact.*higher CSAT/ }).waitFor()
  await main().getByText('“Settled at first contact” has nothing between poor and good').waitFor()
  await everywhere('the drivers')
})

test('a drawing is walked by arrow keys, and Enter leads to the signals behind a mark', async () => {
  const drawing = main().getByRole('slider', { name: /^Shares of/ })
  await drawing.focus()
  await page.keyboard.press('ArrowDown')
  const said = await drawing.getAttribute('aria-valuetext')
  assert.match(said, /rank 1$/)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/signals\?.*metric\.csat:answered/)
  await page.goBack()
  await shares().waitFor()
})

test('a measure that is never heard with the outcome is named, and leaves by its button', async () => {
  await page.goto(`${program.address}/drivers?outcome=csat&measure=stars&measure=wait_minutes&measure=first_contact`)
  await main().getByText('Never heard in one response or contact together').waitFor()
  await main().getByRole('button', { name: 'Leave it out' }).click()
  await shares().getByRole('row', { name: /Waiting time/ }).waitFor()
  assert.ok(!page.url().includes('stars'))
  await page.getByRole('button', { name: '2 measures' }).click()
  await page.getByRole('checkbox', { name: /Handling time/ }).check()
  await shares().getByRole('row', { name: /Handling time/ }).waitFor()
  await page.keyboard.press('Escape')
})

test('two channels stand side by side with their differences, and the address keeps it all', async () => {
  await page.getByLabel('Compare', { exact: true }).selectOption({ label: 'Channel' })
  await page.getByLabel('this', { exact: true }).selectOption('phone')
  await page.getByLabel('with', { exact: true }).selectOption('chat')
  await shares().getByRole('columnheader', { name: 'Share, chat' }).waitFor()
  await shares().getByText('no more than noise').first().waitFor()
  assert.equal(await main().getByRole('slider', { name: /^Importance and performance/ }).count(), 2)
  await page.reload()
  await shares().getByRole('columnheader', { name: 'Share, phone' }).waitFor()
  await everywhere('two sides')
})

test('an analysis is kept under a name, found again, and given as a file and a picture', async () => {
  await page.goto(`${program.address}/drivers?outcome=csat`)
  await shares().waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('For the board')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { level: 1, name: 'For the board' }).waitFor()
  await page.getByRole('button', { name: 'Saved', exact: true }).click()
  await page.getByRole('menuitem', { name: /^For the board/ }).click()
  await main().getByText(/As it was on/).waitFor()
  await main().getByRole('button', { name: 'Analyse the same now' }).click()
  await shares().waitFor()
  const csv = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  assert.match((await csv).suggestedFilename(), /^drivers-csat.*\.csv$/)
  const png = page.waitForEvent('download')
  await main().getByRole('button', { name: 'PNG' }).first().click()
  assert.match((await png).suggestedFilename(), /\.png$/)
  assert.equal((await api('GET', '/driver-analyses')).items[0].name, 'For the board')
})

test('nothing complained', () => assert.deepEqual(chromium.complaints, []))
