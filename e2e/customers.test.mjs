// Customers and employees, in a real browser: known in full, merged and taken apart, where people belong over time.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page

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
const dialog = () => page.getByRole('dialog')
const go = (path) => page.goto(program.address + path)
const api = async (method, path, data, headers = {}) => {
  const r = await page.request.fetch(`${program.address}/api/v1${path}`, { method, data, headers: { 'Content-Type': 'application/json', ...headers } })
  assert.ok(r.ok(), `${method} ${path}: ${r.status()} ${await r.text()}`)
  return r.json()
}
const find = async (id) => (await api('GET', `/customers?search=${id}`)).items.find((c) => c.external_id === id)
const units = {}

test('an organisation whose signals name customers and employees', async () => {
  await go('/')
  await page.getByLabel('Organisation').fill('Alderwick Post')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByRole('link', { name: 'Skip for now' }).click()
  await page.getByText('No signal has been heard yet').waitFor()
  for (const key of ['north', 'south', 'team']) units[key] = (await api('POST', '/units', { key, name: `Unit ${key}`, kind: 'site' })).id
  for (let i = 0; i < 24; i++) {
    const who = i % 12
    await api('POST', '/signals', {
      key: `s-${i}`, at: new Date(Date.UTC(2026, 2, 1 + i, 10)).toISOString(), kind: 'survey', touch_point: 'delivery', unit: 'north', employee: `e-${who}`,
      customer: { external_id: `c-${who}`, name: ['Ada Nordin', 'A. Nordin'][who] ?? `Customer ${who}`, email: who < 2 ? 'ada@example.org' : `c${who}@example.org` },
      measures: { nps: i % 11, csat: 1 + (i % 5) }, comments: [{ text: `Parcel ${i} came late.` }],
    })
  }
})

test('segments and attributes are defined, and what makes no sense is said at its place', async () => {
  await go('/settings/customers')
  await page.getByRole('button', { name: 'Add a segment' }).click()
  await page.keyboard.type('VIP')
  await page.getByRole('button', { name: 'Add an attribute' }).click()
  await page.keyboard.type('Tariff')
  await page.getByLabel('Type of Tariff').selectOption('choice')
  await page.getByLabel('Choices of Tariff, with commas').fill('Basic, Plus')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The definitions are saved').waitFor()
  await accessible(page, 'the definitions')
})

test('a customer is found by any identifier and edited; the input of a refusal stays', async () => {
  await go('/customers')
  await main().getByRole('link', { name: 'Customer 7' }).waitFor()
  await accessible(page, 'the customers')
  await page.getByRole('searchbox').fill('c-0')
  await eventually(async () => assert.equal(await main().getByRole('row').count(), 2))
  await main().getByRole('link', { name: 'Ada Nordin' }).click()
  await page.waitForURL(/\/customers\/cus_/)
  await page.getByRole('button', { name: 'Edit' }).click()
  await dialog().getByLabel('Phone').fill('call me')
  await dialog().getByLabel('VIP').check()
  await dialog().getByLabel('Tariff').selectOption('Plus')
  await accessible(page, 'editing a customer')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await dialog().getByText(/isn't a phone number/).first().waitFor()
  assert.equal(await dialog().getByLabel('Phone').inputValue(), 'call me')
  await dialog().getByLabel('Phone').fill('+31 6 5550 0142')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await page.getByText('The customer is changed').waitFor()
  await main().getByText('+31 6 5550 0142').waitFor()
  await main().getByText('Plus', { exact: true }).waitFor()
})

test('purchases and consent come into the timeline', async () => {
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog().getByLabel('Order number').fill('2026-1')
  await dialog().getByLabel('Product').fill('Kettle')
  await dialog().getByLabel('Amount').fill('12.50')
  await dialog().getByLabel('Currency').fill('ZZZ')
  await dialog().getByRole('button', { name: 'Add' }).click()
  await dialog().getByText(/isn't a currency/).first().waitFor()
  await dialog().getByLabel('Currency').fill('EUR')
  await dialog().getByRole('button', { name: 'Add' }).click()
  await main().getByText('Bought Kettle').waitFor()
  await page.getByRole('button', { name: 'Consent', exact: true }).last().click()
  await dialog().getByRole('radio', { name: 'withdrew' }).check({ force: true })
  await dialog().getByLabel('Purpose').selectOption('survey')
  await dialog().getByLabel('Where they said it').fill('Phone call')
  await accessible(page, 'recording consent')
  await dialog().getByRole('button', { name: 'Record' }).click()
  await main().getByText('Withdrawn consent: Surveys').waitFor()
  await page.getByRole('button', { name: 'Purchases' }).click()
  await page.waitForURL(/kind=purchase/)
  await eventually(async () => assert.equal(await main().getByRole('list', { name: 'Timeline' }).getByRole('listitem').count(), 1))
  await page.getByRole('button', { name: 'Everything' }).click()
  await main().getByText('Parcel 12 came late.').waitFor()
  await accessible(page, 'a customer')
})

test('an identifier of somebody else is refused and leads to merging the two, which can be undone', async () => {
  const [ada, other] = [await find('c-0'), await find('c-1')]
  await page.getByRole('button', { name: 'Identifiers' }).click()
  await page.getByRole('button', { name: 'Another identifier' }).click()
  await dialog().getByLabel('Kind').last().selectOption('external_id')
  await dialog().getByLabel('External id').last().fill('c-1')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await dialog().getByText(/belongs to A. Nordin already/).first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByText(/Perhaps the same as A. Nordin/).waitFor()
  await page.getByRole('link', { name: 'Compare' }).click()
  await page.waitForURL(/\/merge\//)
  const merge = page.getByRole('button', { name: 'Merge into Ada Nordin' })
  await merge.waitFor()
  await main().getByRole('radio').nth(1).check() // the other one's name
  await accessible(page, 'two customers side by side')
  await merge.click()
  await page.getByText('A. Nordin is merged into Ada Nordin').waitFor()
  await main().getByText(/Merged with/).waitFor()
  await main().getByText('Parcel 13 came late.').waitFor()
  assert.equal((await api('GET', `/customers/${other.id}`)).name, 'A. Nordin') // the survivor, by the other's id and name
  await page.getByRole('button', { name: /^Undo/ }).last().click()
  await main().getByText(/Taken apart from/).waitFor()
  assert.equal((await api('GET', `/customers/${other.id}`)).id, other.id)
  assert.equal((await api('GET', `/customers/${ada.id}`)).name, 'Ada Nordin')
  await go('/customers/duplicates')
  await page.getByText('same e-mail').waitFor()
  await accessible(page, 'the duplicates')
  await page.getByRole('button', { name: 'Two people' }).click()
  await page.getByText('No two customers look the same.').waitFor()
  await page.getByRole('button', { name: /^Undo/ }).last().click()
  await page.getByText('same e-mail').waitFor()
})

test('a case and a signal lead to the customer, who has the case', async () => {
  const ada = await find('c-0')
  const made = await api('POST', '/cases', { title: 'Parcel lost', customer: ada.id })
  await go(`/inbox/${made.id}`)
  await main().getByRole('link', { name: 'Ada Nordin', exact: true }).click()
  await page.waitForURL(`**/customers/${ada.id}`)
  await main().getByRole('link', { name: /C-\d+, Parcel lost/ }).first().waitFor()
  await main().getByRole('link', { name: 'Answered a survey' }).first().click()
  await page.waitForURL(/\/signals\/sig_/)
  await main().getByRole('link', { name: 'Ada Nordin' }).waitFor()
})

test('an employee moves, and is never in two places at once', async () => {
  await go('/settings/employees')
  await main().getByRole('link', { name: 'e-11' }).click()
  await page.getByRole('button', { name: 'Move to…' }).click()
  await dialog().getByLabel('Unit').selectOption({ label: '\u2003Unit south' })
  await dialog().getByLabel('From').fill('2026-02-01')
  await dialog().getByRole('button', { name: 'Move' }).click()
  await page.getByText(/belongs to Unit south from 1 Feb 2026/).waitFor()
  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByRole('button', { name: 'Add a time' }).click()
  await dialog().getByRole('combobox', { name: 'Unit' }).first().selectOption({ label: '\u2003Unit north' })
  await dialog().getByRole('button', { name: 'Save' }).click()
  await dialog().getByText('Nobody is in two places at once').first().waitFor()
  await accessible(page, 'the history of an employee, refused')
  await dialog().getByLabel('First day elsewhere').first().fill('2026-02-01')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await main().getByText('until 1 Feb 2026').waitFor()
  await page.getByLabel('Where were they on').fill('2026-01-31')
  await main().getByText('31 Jan 2026: Unit north').waitFor()
  await accessible(page, 'an employee')
  await go(`/settings/employees?unit=${units.south}`)
  await eventually(async () => assert.equal(await main().getByRole('row').count(), 2))
  await page.getByLabel('As of').fill('2026-01-31')
  await page.getByText('Nothing is called that.').waitFor()
})

test('every screen works in the dark, on a phone and from right to left', async () => {
  const [ada, other] = [await find('c-0'), await find('c-1')]
  const employee = (await api('GET', '/employees?search=e-11')).items[0]
  const storageState = await page.context().storageState()
  const screens = ['/customers', `/customers/${ada.id}`, `/customers/${ada.id}/merge/${other.id}`, '/customers/duplicates', '/settings/customers',
    '/settings/employees', `/settings/employees/${employee.id}`]
  const p = await chromium.page(program.address, { storageState, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, colorScheme: 'dark' })
  for (const path of screens) {
    await p.goto(program.address + path)
    await p.getByRole('main').getByRole('heading').first().waitFor()
    await p.waitForLoadState('networkidle', { timeout: 1500 }).catch(() => {}) // the event stream never idles
    await accessible(p, `${path} in the dark on a phone`)
    await p.evaluate(() => { document.documentElement.dir = 'rtl' })
    const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 1, `${path} is ${wide} pixels too wide`)
  }
  await p.context().close()
})

test('no page complained, and none asked anything of another host', () => assert.deepEqual(chromium.complaints, []))
