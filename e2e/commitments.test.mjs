// Promises to customers: made from a customer's page, kept, broken and taken back by keyboard, and told in the timeline.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page, ada, kase
const shots = process.env.SHOTS

before(async () => {
  program = await serve()
  chromium = await browse()
  page = await chromium.page(program.address)
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const main = () => page.getByRole('main')
const shot = async (name, of = page) => shots && of.screenshot({ path: `${shots}/${name}.png` })
const api = async (method, path, data, headers = {}) => {
  const r = await page.request.fetch(`${program.address}/api/v1${path}`, { method, data, headers })
  assert.ok(r.ok(), `${method} ${path}: ${r.status()} ${await r.text()}`)
  return r.status() === 204 ? null : r.json()
}
const hours = (n) => new Date(Date.now() + n * 3_600_000).toISOString()
const promises = () => main().getByRole('list', { name: 'Commitments' })
const row = (text) => promises().getByRole('listitem').filter({ hasText: text })

test('somebody promises something from a customer’s page', async () => {
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alpenbahn')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await eventually(async () => assert.notEqual(new URL(page.url()).pathname, '/setup'))
  await eventually(async () => assert.ok((await api('GET', '/session')).user))
  ada = await api('POST', '/customers', { name: 'Ada Lovelace', email: 'ada@customer.example', external_id: 'K-7' })
  kase = await api('POST', '/cases', { title: 'The train was late', customer: ada.id })
  for (let i = 1; i <= 12; i++)
    await api('POST', '/commitments', { ...(i % 3 ? { customer: ada.id } : { case: kase.id }), text: `Promise ${i}`, due_at: hours(i * 5) })
  await api('POST', `/cases/${kase.id}/received`, { text: 'I am still waiting for my refund.' })
  await api('POST', `/cases/${kase.id}/replies`, { subject: 'Your refund', text: 'Dear Ada,\n\nit is on its way.' })

  await page.goto(`${program.address}/customers/${ada.id}`)
  await page.getByRole('button', { name: 'More about this customer' }).click()
  await page.getByRole('menuitem', { name: 'Promise something…' }).click()
  await page.getByLabel('What is promised').fill('Send the voucher')
  await accessible(page, 'the dialog to promise something')
  await page.getByRole('button', { name: 'Promise', exact: true }).click()
  const timeline = main().getByRole('list', { name: 'Timeline' })
  await timeline.getByText('Send the voucher').waitFor()
  await timeline.getByText('I am still waiting for my refund.').waitFor()
  await shot('customer-timeline')
  await accessible(page, 'a customer’s page')
  await page.getByRole('button', { name: 'Messages', exact: true }).click()
  await eventually(async () => assert.equal(await timeline.getByRole('listitem').count(), 2))
  await timeline.getByRole('link', { name: 'Your refund' }).click()
  await page.waitForURL(`**/inbox/${kase.id}**`)
  await page.goBack()
  await page.getByRole('button', { name: 'Commitments', exact: true }).click()
  await timeline.getByRole('link', { name: 'Send the voucher' }).click()
  await page.waitForURL(`**/commitments?customer=${ada.id}`)
  await eventually(async () => assert.equal(await promises().getByRole('listitem').count(), 13))
})

test('promises are kept, broken and taken back by keyboard', async () => {
  await page.goto(`${program.address}/commitments`)
  await eventually(async () => assert.equal(await promises().getByRole('listitem').count(), 13))
  await shot('commitments')
  await accessible(page, 'the commitments')
  await page.keyboard.press('j')
  await eventually(async () => assert.equal(await row('Promise 1').first().getAttribute('aria-current'), 'true'))
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  await page.keyboard.press('e')
  await page.getByText('The commitment is kept').waitFor()
  await eventually(async () => assert.equal(await promises().getByRole('listitem').count(), 12))
  await page.keyboard.press('z')
  await eventually(async () => assert.equal(await promises().getByRole('listitem').count(), 13))
  await row('Promise 3').getByRole('button', { name: 'More about “Promise 3”' }).click()
  await page.getByRole('menuitem', { name: 'Broken' }).click()
  await row('Promise 3').getByRole('button', { name: 'Seen to' }).waitFor()
  await page.getByRole('link', { name: /^Broken 1/ }).click()
  await eventually(async () => assert.equal(await promises().getByRole('listitem').count(), 1))
  await row('Promise 3').getByRole('button', { name: 'Seen to' }).click()
  await page.getByText('No promise is broken that nobody has seen to.').waitFor()
  await row('Promise 3').waitFor({ state: 'detached' })
})

test('a new one is made here, for a customer that is searched', async () => {
  await page.goto(`${program.address}/commitments`)
  await promises().waitFor()
  await page.keyboard.press('n')
  await page.getByRole('combobox', { name: 'Customer' }).fill('ada')
  await page.getByRole('option', { name: 'Ada Lovelace' }).click()
  await page.getByLabel('What is promised').fill('Call on Monday')
  await page.getByRole('button', { name: 'Promise', exact: true }).click()
  await row('Call on Monday').waitFor()
  await page.waitForURL('**/commitments/cmt_*')
})

test('it works on a phone in the dark', async () => {
  const phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, colorScheme: 'dark', storageState: await page.context().storageState() })
  await phone.goto(`${program.address}/commitments?show=team`)
  await phone.getByText('Call on Monday', { exact: true }).waitFor()
  await eventually(async () => assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth)))
  await shot('commitments-phone', phone)
  await accessible(phone, 'the commitments on a phone')
  const [first] = (await api('GET', '/commitments?order=latest&limit=1')).items
  await phone.goto(`${program.address}/commitments/${first.id}?show=broken`)
  await phone.getByText('The one you came for').waitFor()
  await shot('commitments-one', phone)
  await phone.goto(`${program.address}/customers/${ada.id}?kind=message`)
  await phone.getByText('I am still waiting for my refund.').waitFor()
  await shot('customer-phone', phone)
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
  assert.deepEqual(chromium.complaints, [])
})
