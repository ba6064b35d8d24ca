// From an empty installation through the guided set-up to a survey that is answered, and back.
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
const button = (name) => main().getByRole('button', { name })
const api = async (path) => (await page.request.get(`${program.address}/api/v1${path}`)).json()
const picture = async (name, on = page, options = {}) => {
  if (process.env.SHOTS) await on.screenshot({ path: `${process.env.SHOTS}/${name}.png`, ...options })
}

test('the first run leads to the guided set-up', async () => {
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alderwick Care Lines')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.waitForURL(/\/setup\/guide/)
  await page.getByText('What does your organisation do?').waitFor()
  await accessible(page, 'the first question')
  await picture('setup-industry')
})

test('four questions are answered, and kept for another browser', async () => {
  await page.getByLabel('Contact centre or BPO').check()
  await button('Next').click()
  await page.getByText('What do you promise your customers?').waitFor()
  await page.getByLabel('We call back when we say we will.').check()
  await page.getByLabel('As customers hear it').fill('We ring back within two hours.')
  await page.getByLabel('You have an answer within 24 hours.').check()
  await button('Add a promise of your own').click()
  await page.getByLabel('Your own promise 1').fill('We never sell your data.')
  await accessible(page, 'promises')
  await picture('setup-promises')
  await button('Next').click()
  await page.getByText('How do you meet your customers?').waitFor()
  await page.getByLabel('Phone').check()
  await page.getByLabel('E-mail').check()
  await picture('setup-channels')
  await button('Next').click()
  await page.getByText('How large are you?').waitFor()
  await page.getByLabel('Employees who serve customers').fill('40')
  await page.getByLabel('Customers in contact a month').fill('2000')
  await page.getByLabel('Places', { exact: true }).fill('2')
  await page.getByLabel('Teams').fill('4')
  await page.getByLabel('What the places are called').fill('Leeds\nPorto')
  await accessible(page, 'the size')
  await picture('setup-size')
  await eventually(async () => assert.deepEqual((await api('/setup/guide')).answers.size.site_names, ['Leeds', 'Porto']))
  const other = await chromium.page(program.address, { storageState: await page.context().storageState(), viewport: { width: 390, height: 844 }, colorScheme: 'dark', isMobile: true, hasTouch: true })
  await other.goto(`${program.address}/setup/guide`)
  await other.getByText('What we propose').waitFor() // where it was left
  await other.getByLabel('Name of Promised call-backs').waitFor()
  await accessible(other, 'the proposal on a dark phone')
  assert.equal(await other.evaluate(() => document.documentElement.scrollWidth), 390)
  await picture('setup-proposal-phone', other)
  await other.goto(`${program.address}/setup/guide?step=promises`)
  await other.getByLabel('Your own promise 1').waitFor()
  assert.equal(await other.getByLabel('Your own promise 1').inputValue(), 'We never sell your data.')
  await accessible(other, 'promises on a dark phone')
  assert.equal(await other.evaluate(() => document.documentElement.scrollWidth), 390)
  await picture('setup-promises-phone', other)
  await other.context().close()
})

const list = (heading) => main().locator('section').filter({ has: page.getByRole('heading', { name: heading, exact: true }) })

test('each line says why, and can be left, renamed or changed', async () => {
  await button('See the proposal').click()
  await page.getByText('What we propose').waitFor()
  await main().getByText('Here your promise is kept or broken: “We ring back within two hours.”').waitFor()
  await accessible(page, 'the proposal')
  await picture('setup-proposal', page, { fullPage: true })
  assert.ok((await main().getByRole('listitem').count()) > 40)
  // Leaving the call-back leaves what rests on it; the rule takes it again, with all that it needs.
  await page.getByRole('checkbox', { name: 'Take Call-back', exact: true }).uncheck()
  assert.equal(await page.getByRole('checkbox', { name: 'Take Promised call-backs', exact: true }).isChecked(), false)
  await page.getByRole('checkbox', { name: 'Take Missed: Promised call-backs' }).check()
  assert.equal(await page.getByRole('checkbox', { name: 'Take Call-back', exact: true }).isChecked(), true)
  await page.getByRole('checkbox', { name: 'Take On hold' }).uncheck()
  await page.getByRole('checkbox', { name: 'Take Very negative comment' }).uncheck()
  await page.getByRole('textbox', { name: 'Name of Call-back' }).fill('Call-back by the team')
  await page.getByRole('textbox', { name: 'Target of CSAT, top 2 of 5: at least' }).fill('85')
  await page.getByRole('radio', { name: 'Published, link ready' }).check({ force: true })
  await page.getByLabel('About').selectOption({ label: 'Agent conversation' })
})

test('a refusal names the line, keeps everything and makes nothing', async () => {
  await page.getByRole('textbox', { name: 'Target of NPS: at least' }).fill('140')
  await button(/Set it up/).click()
  await main().getByText(/Nothing was made/).waitFor()
  assert.equal((await api('/touch-points')).items.length, 0)
  await page.getByRole('textbox', { name: 'Target of NPS: at least' }).fill('35')
})

let link

test('what was taken is made, once, and works', async () => {
  await button(/Set it up/).dblclick()
  await page.waitForURL(/run=/)
  await main().getByText(/things were made/).waitFor()
  await accessible(page, 'what was made')
  await picture('setup-made', page, { fullPage: true })
  const points = (await api('/touch-points?limit=100')).items
  assert.ok(points.some((p) => p.name === 'Call-back by the team' && p.key === 'call-back'))
  assert.ok(!points.some((p) => p.key === 'on-hold'))
  assert.equal((await api('/setup/guide/runs')).items.length, 1)
  const rules = (await api('/rules')).items.map((r) => r.name)
  assert.ok(rules.includes('Missed: Promised call-backs') && !rules.includes('Very negative comment'))
  link = (await main().locator('code').first().innerText()).trim()
  // The target stands on its metric's page, the rule on its list, the units in their tree.
  await list('Targets').getByRole('link', { name: 'CSAT, top 2 of 5' }).click()
  await page.waitForURL(/\/settings\/metrics\/csat/)
  await eventually(async () => assert.match(await main().innerText(), /Target/))
  await eventually(async () => assert.match(await main().innerHTML(), /85/))
  await page.goto(`${program.address}/rules`)
  await main().getByText('Missed: Promised call-backs').first().waitFor()
  await page.goto(`${program.address}/settings/units`)
  await main().getByText('Leeds').first().waitFor()
})

test('the survey is answered, and its rule opens a case', async () => {
  const phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  await phone.goto(link)
  await phone.getByText(/agent conversation/).waitFor()
  await phone.getByText('We promise: “We ring back within two hours.”').first().waitFor()
  await accessible(phone, 'the survey')
  for (const name of ['q-csat', 'q-promise-1']) await phone.locator(`input[name="${name}"][value="1"]`).check({ force: true })
  await phone.getByRole('button', { name: /send|submit/i }).click()
  await phone.getByText('Thank you').first().waitFor()
  await phone.context().close()
  await eventually(async () => assert.ok((await api('/cases')).items.length > 0))
})

test('what isn’t used is taken back, what is stays and says why', async () => {
  await page.goto(`${program.address}/setup/guide?step=proposal`)
  await main().getByText('is there already').first().waitFor()
  await main().getByText('Set up before').waitFor()
  await list('Set up before').getByRole('link').first().click()
  await button('Take it back').click()
  await main().getByText(/things were taken back/).waitFor()
  await main().getByText('Kept: Signals speak of it.').first().waitFor()
  await accessible(page, 'what was taken back')
  await picture('setup-undone', page, { fullPage: true })
  const points = (await api('/touch-points?limit=100')).items.map((p) => p.key)
  assert.deepEqual(points, ['agent-conversation'])
  const verbs = (await api('/audit?limit=200')).items.map((e) => e.verb)
  assert.ok(verbs.includes('setup.apply') && verbs.includes('setup.undo'))
})

test('nothing was complained of', () => assert.deepEqual(chromium.complaints, []))
