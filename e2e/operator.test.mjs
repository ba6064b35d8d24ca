// A BPO runs the installation: it adds a client, the client's owner grants a metric, the BPO sees it until it is taken back, and
// the client's own people see one page.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

const password = 'correct horse battery staple'
let program, chromium, bpo, owner

before(async () => {
  program = await serve()
  chromium = await browse()
  bpo = await chromium.page(program.address)
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const main = (page) => page.getByRole('main')
const picture = async (page, name) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` })
}
const post = async (page, path, data, status = 201) => {
  const r = await page.request.post(`${program.address}/api/v1${path}`, { data })
  assert.equal(r.status(), status, await r.text())
  return r.json()
}
const signIn = async (page, email) => {
  await page.goto(`${program.address}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
const day = (back) => new Date(Date.now() - back * 864e5).toISOString()

test('the first organisation says that it runs the installation, and adds a client', async () => {
  await bpo.goto(program.address)
  await bpo.getByLabel('Organisation').fill('Bright Outsourcing')
  await bpo.getByLabel('Your name').fill('Bea Bright')
  await bpo.getByLabel('E-mail').fill('bea@bright.example')
  await bpo.getByLabel('Password', { exact: true }).fill(password)
  await bpo.getByRole('button', { name: 'Create the organisation' }).click()
  await bpo.getByRole('link', { name: 'Skip for now' }).click()
  await bpo.getByText('No signal has been heard yet').waitFor()
  await bpo.goto(`${program.address}/settings/operator`)
  await bpo.getByRole('button', { name: 'Ours runs it' }).click()
  await main(bpo).getByRole('link', { name: 'Clients' }).click()
  await bpo.getByText(/No organisation grants you anything yet/).waitFor()
  await accessible(bpo, 'no clients')
  await bpo.getByRole('button', { name: 'Add an organisation' }).click()
  await bpo.getByLabel('Organisation', { exact: true }).fill('Cedar Airlines')
  await bpo.getByLabel('E-mail of its owner').fill('cleo@cedar.example')
  await accessible(bpo, 'adding a client')
  await bpo.getByRole('button', { name: 'Add', exact: true }).click()
  const link = (await bpo.getByRole('dialog').locator('code').innerText()).trim()
  await bpo.getByRole('button', { name: 'Done' }).click()
  await main(bpo).getByText('added by you').waitFor()
  owner = await chromium.page(program.address)
  await owner.goto(link)
  await owner.getByLabel('Your name').fill('Cleo Cedar')
  await owner.getByLabel('Password', { exact: true }).fill(password)
  await owner.getByRole('button', { name: 'Join Cedar Airlines' }).click()
  await owner.getByText('No signal has been heard yet').waitFor()
})

test('the client’s owner grants a metric, and sees so', async () => {
  for (const unit of ['gates', 'lounges', 'bags', 'web', 'phones', 'chat', 'desk', 'crew', 'refunds', 'cargo'])
    await post(owner, '/units', { key: unit, name: unit[0].toUpperCase() + unit.slice(1), kind: 'team' })
  const lines = []
  for (let n = 0; n < 200; n++) {
    const unit = ['gates', 'lounges', 'bags', 'web', 'phones', 'chat', 'desk', 'crew', 'refunds', 'cargo'][n % 10]
    lines.push({ at: day(n % 50), kind: 'survey', unit, measures: { nps: (n * 7) % 11, csat: (n % 5) + 1 }, comments: [{ text: 'secret words' }] })
  }
  const batch = await owner.request.post(`${program.address}/api/v1/signals:batch`, { data: lines.map((l) => JSON.stringify(l)).join('\n') })
  assert.equal(batch.status(), 200)
  await owner.goto(`${program.address}/settings/operator`)
  await owner.getByText(/Bright Outsourcing runs this installation/).waitFor()
  await owner.getByRole('button', { name: 'Grant something' }).click()
  await owner.getByLabel('Metrics', { exact: true }).first().click()
  await owner.getByRole('option', { name: 'NPS' }).click()
  await owner.getByRole('option', { name: 'CSAT' }).click()
  await owner.keyboard.press('Escape')
  await owner.getByRole('button', { name: 'Grant', exact: true }).click()
  const granted = owner.getByRole('table', { name: 'What is granted' })
  await granted.getByText('NPS, CSAT').first().waitFor()
  await accessible(owner, 'what is granted')
  await picture(owner, 'operator-grants')
})

test('the operator sees it, until it is taken back', async () => {
  await bpo.goto(`${program.address}/operator`)
  await eventually(async () => {
    await bpo.reload()
    assert.match(await main(bpo).innerText({ timeout: 3000 }), /n 1\d\d/)
  })
  await accessible(bpo, 'clients by metrics')
  await picture(bpo, 'operator-clients')
  await bpo.setViewportSize({ width: 390, height: 844 })
  await bpo.emulateMedia({ colorScheme: 'dark' })
  await main(bpo).getByText('NPS').first().waitFor()
  await accessible(bpo, 'clients on a phone in the dark')
  await picture(bpo, 'operator-clients-phone')
  assert.ok(await bpo.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'the clients scroll sideways')
  await owner.reload()
  await owner.getByRole('button', { name: /Take back/ }).click()
  await owner.getByRole('table', { name: 'What is granted' }).getByText('taken back').first().waitFor()
  await bpo.reload()
  await bpo.getByText(/No organisation grants you anything yet/).waitFor()
})

test('the client’s people see one page', async () => {
  await owner.goto(`${program.address}/settings/scorecard`)
  await owner.getByLabel('Metrics', { exact: true }).first().click()
  await owner.getByRole('option', { name: 'NPS' }).click()
  await owner.keyboard.press('Escape')
  await owner.getByLabel('Units', { exact: true }).first().click()
  await owner.getByRole('option', { name: 'Gates' }).click()
  await owner.getByRole('option', { name: 'Lounges' }).click()
  await owner.keyboard.press('Escape')
  await owner.getByRole('button', { name: 'Save' }).click()
  await owner.getByRole('table', { name: 'Scorecard' }).getByText('Lounges').waitFor()
  await accessible(owner, 'the definition of the scorecard')
  await picture(owner, 'operator-scorecard-settings')
  await post(owner, '/users', { name: 'Kim Client', email: 'kim@cedar.example', password, role: 'client' })
  const kim = await chromium.page(program.address)
  await signIn(kim, 'kim@cedar.example')
  await kim.waitForURL(/\/scorecard$/)
  await main(kim).getByText('Gates').waitFor()
  await accessible(kim, 'the scorecard')
  await picture(kim, 'operator-scorecard')
  await kim.goto(`${program.address}/signals`)
  await kim.waitForURL(/\/scorecard$/)
  assert.equal((await kim.request.get(`${program.address}/api/v1/signals`)).status(), 403)
  await kim.getByRole('link', { name: 'Your account' }).click()
  await main(kim).getByText('Where you are signed in').waitFor()
  await accessible(kim, 'a client’s account')
})

test('switching between organisations works by keyboard and is remembered', async () => {
  await bpo.setViewportSize({ width: 1440, height: 900 })
  await bpo.goto(`${program.address}/`)
  await bpo.getByText('No signal has been heard yet').waitFor()
  const menu = bpo.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Bright Outsourcing' })
  await menu.focus()
  await bpo.keyboard.press('ArrowDown')
  await bpo.getByRole('menuitem', { name: 'Cedar Airlines' }).waitFor()
  await bpo.keyboard.press('ArrowDown')
  await bpo.keyboard.press('Enter')
  await bpo.getByRole('button', { name: 'Cedar Airlines' }).waitFor()
  await bpo.keyboard.press('Control+k')
  await bpo.getByRole('searchbox', { name: 'Search or do' }).or(bpo.getByPlaceholder('Search or do')).first().fill('Go to Bright')
  await bpo.keyboard.press('Enter')
  await bpo.getByRole('button', { name: 'Bright Outsourcing' }).waitFor()
  const again = await chromium.page(program.address)
  await signIn(again, 'bea@bright.example')
  await again.getByRole('button', { name: 'Bright Outsourcing' }).waitFor()
})

test('no page complained, and nothing was asked of anybody else', () => assert.deepEqual(chromium.complaints, []))
