// The characteristics of service: bound to metrics, scored and compared by team, and assessed on sheets.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, serve } from './harness.mjs'
import { caller, password, signIn } from './furnished.mjs'

let program, chromium, page, phone, api
const main = () => page.getByRole('main')
const matrix = () => main().getByRole('table', { name: 'Characteristics' })

/** A screen as it must look for everybody: wide and light, narrow and dark. */
async function everywhere(what, sign) {
  await accessible(page, what)
  await phone.goto(page.url())
  await phone.getByText(sign).first().waitFor()
  await accessible(phone, `${what} on a phone in the dark`)
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${what} scrolls sideways`)
}

before(async () => {
  program = await serve({}, (run) => run(`${password}\n`, 'demo', '--signals', '5000', '--password-stdin'))
  chromium = await browse()
  page = await chromium.page(program.address)
  await signIn(page, program.address, 'demo@example.org')
  api = caller(page, program.address)
  const units = (await api('GET', '/units')).items
  await api('PATCH', `/units/${units.find((u) => u.kind === 'site').id}`, { partner: true })
  phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, colorScheme: 'dark', storageState: await page.context().storageState() })
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

test('nothing is measured before a metric is bound; then every team is scored and compared by what chance allows', async () => {
  await page.getByRole('link', { name: 'Characteristics', exact: true }).click()
  await main().getByText('Nothing is measured yet').waitFor()
  await matrix().getByRole('button', { name: 'Timely' }).click()
  await main().getByText('Not merely fast').waitFor()
  await page.getByRole('button', { name: 'What measures it' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Waiting time, minutes' }).click()
  await dialog.getByLabel('Worth 0').fill('15')
  await dialog.getByLabel('Worth 100').fill('0')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await main().getByText('Measured by speed alone').waitFor()
  await api('PUT', '/characteristics/listening', { name: 'Listening', bindings: [{ metric: 'csat', way: 'scaled' }] }, { 'If-Match': '"0"' })
  await page.goto(`${program.address}/characteristics?by=unit.team&of=listening`)
  await main().getByRole('table', { name: 'Compared', exact: true }).waitFor()
  assert.ok((await matrix().getByRole('row').count()) > 30)
  await matrix().getByText('not measured').first().waitFor()
  await main().getByText(/ICC\(1\) is/).waitFor()
  await main().getByText(/both at the same mix of touch points/).waitFor()
  await main().getByRole('table', { name: 'Compared', exact: true }).getByText('above').first().waitFor()
  await everywhere('the characteristics', 'Compared, allowing for chance')
})

test('arrows walk the matrix, and a cell leads to its signals', async () => {
  await matrix().locator('[data-at="0 0"]').focus()
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.evaluate(() => document.activeElement.dataset.at), '1 0')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/signals\?where=unit\.team:.*metric\.csat:answered/)
})

test('a conversation is assessed by keyboard, stands beside what was measured, and keeps its past', async () => {
  for (let i = 0; i < 10; i++)
    await api('POST', '/assessment-sheets', { kind: 'letter', subject: `Letter ${i}`, marks: [{ characteristic: 'complete', score: i % 5, evidence: 'Read in full' }] })
  await page.goto(`${program.address}/characteristics/sheets/new`)
  await page.getByLabel('What, in words').fill('Call about a bill')
  const listening = main().getByRole('group', { name: 'Listening' })
  await listening.getByRole('radio', { name: '0' }).focus()
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight')
  await listening.getByLabel('Evidence for Listening').fill('“So the old tariff ends in May?”')
  await main().getByRole('group', { name: 'Asking' }).getByRole('radio', { name: 'not applicable' }).check()
  await everywhere('a sheet', 'Evidence for Accurate')
  await main().getByRole('button', { name: 'Keep one mark' }).click()
  await page.waitForURL(/\/characteristics\/sheets$/)
  await main().getByRole('row', { name: /Call about a bill.*75/ }).waitFor()
  await everywhere('the sheets', 'Call about a bill')
  await main().getByRole('link', { name: 'Call about a bill' }).click()
  await main().getByRole('group', { name: 'Listening' }).getByRole('radio', { name: '1' }).check()
  await main().getByRole('button', { name: 'Keep one mark' }).click()
  await main().getByRole('row', { name: /Call about a bill.*25/ }).waitFor()
  await main().getByRole('link', { name: 'Call about a bill' }).click()
  await main().getByText(/Listening 3, Asking –/).waitFor()
  await page.goto(`${program.address}/characteristics`)
  await matrix().getByText('assessed 25, n 1').waitFor()
})

test('nothing complained', () => assert.deepEqual(chromium.complaints, []))
