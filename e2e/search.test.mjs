// From a word in a comment to a file and a document in the mail, in a real browser against the real program.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page, token

before(async () => {
  program = await serve()
  chromium = await browse()
  page = await chromium.page(program.address)
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alderwick Lounges')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByRole('link', { name: 'Skip for now' }).click()
  await page.getByText('No signal has been heard yet').waitFor()
  token = program.command('token', 'create', '--organisation', 'Alderwick Lounges', '--name', 'e2e', '--role', 'admin')
  const said = ['The refund came late, very late', 'Refunded at once, thank you', 'Nobody called me back', '=SUM(1;2) of troubles with the crème brûlée']
  const lines = Array.from({ length: 48 }, (_, i) =>
    JSON.stringify({ key: `e-${i}`, at: new Date(Date.now() - i * 3_600_000).toISOString(), kind: 'survey', touch_point: ['desk', 'phone'][i % 2],
      measures: { nps: i % 11 }, comments: [{ text: said[i % 4] }] }))
  await call('/signals:batch', lines.join('\n'), 'application/x-ndjson')
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const call = async (path, body, type = 'application/json') => {
  const r = await fetch(`${program.address}/api/v1${path}`, { method: 'POST', body, headers: { 'Content-Type': type, Authorization: `Bearer ${token}` } })
  assert.ok(r.ok, `${path}: ${r.status}`)
  return r.headers.get('Content-Type').includes('ndjson') ? r.text() : r.json()
}

test('words are found in comments, marked, and kept as a filter', async () => {
  await page.goto(`${program.address}/signals?from=all`)
  await eventually(async () => {
    await page.getByLabel('Search comments').fill('refund* -thank')
    await page.keyboard.press('Enter')
    await page.getByText('12 in this slice').waitFor({ timeout: 2000 })
  })
  assert.equal(await page.locator('mark').first().innerText(), 'refund')
  await accessible(page, 'a search')
  await page.getByLabel('Search comments').fill('CREME')
  await page.keyboard.press('Enter')
  await page.locator('mark', { hasText: 'crème' }).first().waitFor()
  await page.getByRole('button', { name: 'Keep as a filter' }).click()
  await page.getByText('Comment says').waitFor()
  await page.getByText('12 in this slice').waitFor()
  await page.getByLabel('Search comments').fill('-only')
  await page.keyboard.press('Enter')
  await page.getByText('Add a word to look for').waitFor() // the refusal says what to do
  await page.getByRole('button', { name: 'Stop searching' }).click()
})

test('the slice leaves as a file in which nothing is a formula', async () => {
  await page.getByText('12 in this slice').waitFor()
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()])
  const path = join(program.folder, 'out.csv')
  await file.saveAs(path)
  const lines = readFileSync(path, 'utf8').trim().split('\r\n')
  assert.equal(lines.length, 13)
  assert.match(lines[1], /'=SUM\(1;2\)/)
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'My exports' }).click()
  await page.getByRole('link', { name: file.suggestedFilename() }).waitFor()
  await accessible(page, 'exports')
})

test('the palette searches comments too, and loses no letter of somebody who types at once', async () => {
  const slow = await page.context().newCDPSession(page)
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  await page.keyboard.press('Control+K')
  await page.keyboard.type('called back')
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await page.getByText('Search comments for').click()
  await page.waitForURL(/q=called(\+|%20)back/)
})

test('a dashboard goes out by e-mail at its time', async () => {
  await call('/dashboards', JSON.stringify({ name: 'Morning', shared: true, period: { preset: 'all' }, against: { kind: 'none' }, tiles: [
    { id: 'a', kind: 'view', width: 6, height: 2, spec: { metrics: ['nps'], by: [], shape: 'figure', period: {}, against: {} } },
    { id: 'b', kind: 'view', width: 6, height: 2, spec: { metrics: ['nps'], by: ['touch_point'], shape: 'bars', period: {}, against: {} } }] }))
  await page.goto(`${program.address}/reports`)
  await page.getByText('No report is sent yet').waitFor()
  await page.getByRole('button', { name: 'Send a report' }).click()
  await page.getByLabel('Name').fill('Morning report')
  await page.getByLabel('What is sent').selectOption({ label: 'Morning' })
  await page.getByLabel('At, in the organisation').fill('25:00')
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByText('Write a time such as 07:30').first().waitFor()
  await page.getByLabel('At, in the organisation').fill('07:30')
  await accessible(page, 'setting up a report')
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByText('every Monday at 07:30').waitFor()
  await page.getByRole('button', { name: 'Actions for Morning report' }).click()
  const [pdf] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Look at it (PDF)' }).click()])
  const path = join(program.folder, 'report.pdf')
  await pdf.saveAs(path)
  assert.equal(readFileSync(path).subarray(0, 5).toString(), '%PDF-')
  await page.getByRole('button', { name: 'Actions for Morning report' }).click()
  await page.getByRole('menuitem', { name: 'Send me one now' }).click()
  await page.getByText('Held: no mail server').first().waitFor() // said, not hidden
  await accessible(page, 'reports')
  const phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, colorScheme: 'dark', storageState: await page.context().storageState() })
  for (const path of ['/reports', '/exports', '/signals?from=all&q=refund']) {
    await phone.goto(program.address + path)
    await phone.getByRole('main').getByRole('table').first().waitFor()
    await accessible(phone, `${path} on a phone`)
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth)
    assert.ok(wide <= 390, `${path} is ${wide} px wide`)
  }
  assert.deepEqual(chromium.complaints, [])
})
