// What a customer is worth: from an odd list of purchases, mended; typed. What service does to what they buy. Who is lost.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page, phone, token
const main = () => page.getByRole('main')
const day = 86_400_000
const date = (at) => new Date(at).toISOString().slice(0, 10)

async function send(method, path, body, headers = {}) {
  const r = await fetch(`${program.address}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers }, body: typeof body === 'string' ? body : body && JSON.stringify(body) })
  assert.ok(r.status < 300, `${path}: ${r.status} ${await r.clone().text()}`)
  return r.status === 204 || path.includes(':batch') ? null : r.json()
}

/** A screen as it must look for everybody: wide and light, narrow and dark. */
async function everywhere(what) {
  await accessible(page, what)
  await phone.goto(page.url())
  await phone.getByRole('heading', { level: 1 }).waitFor()
  await phone.waitForLoadState('networkidle')
  await accessible(phone, `${what} on a phone in the dark`)
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${what} scrolls sideways`)
}

/** Chance that is the same each time. */
function chance(seed) {
  let s = seed
  return () => {
    s = (s * 1664525 + 1013904223) % 4294967296
    return (s + 0.5) / 4294967296
  }
}

/** Customers who buy at their own pace and leave some day; a third of them were served badly, and leave more often for it. */
function shop(customers) {
  const random = chance(7)
  const now = Date.now()
  const orders = []
  const signals = []
  for (let c = 0; c < customers; c++) {
    const pace = 15 - 40 * Math.log(random()) // days
    const met = now - (190 + 150 * random()) * day
    const failed = c % 3
    const leaves = failed === 1 && random() < 0.45 ? met : Infinity
    const price = 30 + 60 * random()
    for (let at = now - (720 - 200 * random()) * day, n = 0; at < Math.min(now, leaves); at -= pace * day * Math.log(random()), n++) {
      orders.push(`o${c}-${n},c${c},${date(at)},Kettle,${(price * (0.7 + 0.6 * random())).toFixed(2)},EUR`)
      if (random() < 0.08) break
    }
    const measures = failed === 1 ? { csat: 1, first_contact: 0 } : failed === 2 ? { csat: 2, first_contact: 1 } : { csat: 5, nps: 9 }
    signals.push({ at: new Date(met).toISOString(), kind: 'survey', touch_point: 'desk', unit: c % 2 ? 'north' : 'south', customer: { external_id: `c${c}` }, attributes: { product: 'Kettle' }, measures, ...(failed ? { comments: [{ text: 'It did not work.' }] } : {}) })
  }
  return { orders, signals }
}

const history = shop(600)

before(async () => {
  program = await serve()
  chromium = await browse()
  page = await chromium.page(program.address)
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alderwick')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByRole('link', { name: 'Skip for now' }).click()
  token = program.command('token', 'create', '--organisation', 'Alderwick', '--name', 'e2e', '--role', 'admin').split('\n').at(-1).trim()
  phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, colorScheme: 'dark', storageState: await page.context().storageState() })
  for (const key of ['north', 'south']) await send('POST', '/units', { key, name: key === 'north' ? 'North' : 'South', kind: 'site' })
  await send('POST', '/metrics', { key: 'first_contact', name: 'Settled at first contact', min: 0, max: 1, scoring: { method: 'rate' } })
  await send('POST', '/signals:batch', history.signals.map((s) => JSON.stringify(s)).join('\n'), { 'Content-Type': 'application/x-ndjson' })
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

test('A value is typed with a range where nothing is known yet', async () => {
  await page.goto(`${program.address}/value`)
  await main().getByText('Nobody has said what a customer is worth').waitFor()
  await everywhere('no value')
  await main().getByRole('button', { name: 'Type a value' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('At least, nine times in ten').fill('120')
  await dialog.getByLabel('Most likely').fill('90')
  await dialog.getByLabel('At most, nine times in ten').fill('200')
  await dialog.getByLabel('Where do these figures come from?').fill('The sales team, by feel')
  await dialog.getByRole('button', { name: 'Put it in force' }).click()
  await dialog.getByText('The three figures rise from low to high').first().waitFor()
  await dialog.getByLabel('At least, nine times in ten').fill('60')
  await dialog.getByRole('button', { name: 'Put it in force' }).click()
  await main().getByText('Grade D: assumed').first().waitFor()
  await main().getByText('€90.00').first().waitFor()
  await everywhere('a typed value')
})

test('An odd list of purchases is said to be so, mended, and a value computed from it, tested on weeks held back', async () => {
  await page.goto(`${program.address}/lists/purchases`)
  const odd = ['x1,c1,2099-01-01,Kettle,10,EUR', 'x2,c1,2026-01-05,Kettle,0,EUR', 'x3,c1,2026-01-06,Kettle,10,XYZ', 'x4,c1,2026-01-07,Kettle,-5,EUR']
  const file = (lines) => ({ name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(['Order,Customer,Date,Product,Amount,Currency', ...lines].join('\n')) })
  await page.locator('input[type=file]').setInputFiles(file([...odd, ...history.orders]))
  await main().getByText('That lies ahead.').first().waitFor()
  await main().getByText('a refund of 5.00').first().waitFor()
  await main().getByText('isn\'t a currency of ISO 4217').first().waitFor()
  await accessible(page, 'an odd list of purchases')
  await page.goto(`${program.address}/lists/purchases`)
  await page.locator('input[type=file]').setInputFiles(file([odd[1], odd[3], ...history.orders]))
  await main().getByRole('button', { name: /^Take/ }).first().click()
  await main().getByText('taken in', { exact: true }).waitFor()
  await page.goto(`${program.address}/value`)
  await page.getByRole('button', { name: 'Compute it' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Margin, % of what is paid').fill('140')
  await dialog.getByRole('button', { name: 'Compute', exact: true }).click()
  await dialog.getByText('A share above 0 and at most 100').first().waitFor()
  await dialog.getByLabel('Margin, % of what is paid').fill('40')
  await dialog.getByRole('button', { name: 'Compute', exact: true }).click()
  await main().getByRole('heading', { name: 'Back-test' }).waitFor({ timeout: 20_000 })
  await main().getByText(/purchases were expected/).waitFor()
  await main().getByText('cost nothing, and aren\'t counted').waitFor()
  const chart = main().getByRole('slider', { name: 'Repeat purchases in all' })
  await chart.focus()
  const last = await chart.getAttribute('aria-valuetext')
  await page.keyboard.press('Home')
  assert.notEqual(await chart.getAttribute('aria-valuetext'), last)
  await everywhere('a computed value')
  await main().getByRole('link', { name: 'All customers' }).last().click()
  await main().getByText(/superseded on/).waitFor()
})

test('Business results stand side by side, and a lost customer is confirmed with a reason', async () => {
  await page.goto(`${program.address}/loyalty`)
  await main().getByText('Nothing is measured yet').waitFor()
  await accessible(page, 'no results')
  await main().getByRole('button', { name: 'Measure it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Measure', exact: true }).click()
  await main().getByRole('heading', { name: 'Side by side' }).waitFor({ timeout: 20_000 })
  for (const name of ['Never failed', 'Recovered', 'Not recovered']) await main().getByText(name, { exact: true }).first().waitFor()
  await main().getByText('Complained in vain').first().waitFor()
  await main().getByText('Kettle').first().waitFor()
  await everywhere('business results')
  await main().getByRole('link', { name: 'Open the register' }).click()
  const row = main().getByRole('row').nth(1)
  await row.waitFor()
  await everywhere('lost customers')
  await row.getByRole('button', { name: 'Confirm' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Confirm as lost' }).click()
  await dialog.getByText('Choose a reason').first().waitFor()
  await dialog.getByRole('combobox', { name: 'Why they left' }).click()
  await page.getByRole('option', { name: 'Service' }).click()
  await dialog.getByLabel('In their own words, or yours').fill('Nobody called back')
  await dialog.getByRole('button', { name: 'Confirm as lost' }).click()
  await page.getByText('is confirmed as lost').first().waitFor()
  await eventually(async () => assert.equal((await send('GET', '/loyalty')).lost.confirmed, 1))
  await main().getByRole('row').nth(1).getByRole('button', { name: 'Dismiss' }).click()
  await page.getByText('isn’t lost').first().waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => assert.equal((await send('GET', '/loyalty')).lost.dismissed, 0))
  await page.getByRole('radio', { name: 'Confirmed' }).check()
  await main().getByText('Service', { exact: true }).first().waitFor()
})
