// From a bad answer to a customer won back: rule, case, letter, status page, closing, asked again, before and after.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'
import { mailbox } from './mailbox.mjs'

let box, program, chromium, page, caseId
const shots = process.env.SHOTS

before(async () => {
  box = await mailbox()
  program = await serve(box.settings)
  chromium = await browse()
  page = await chromium.page(program.address)
})

after(async () => {
  await chromium?.close()
  await program?.stop()
  await box?.close()
})

const main = () => page.getByRole('main')
const shot = async (name, of = page) => shots && of.screenshot({ path: `${shots}/${name}.png` })
const api = async (method, path, data, headers = {}) => {
  const r = await page.request.fetch(`${program.address}/api/v1${path}`, { method, data, headers })
  assert.ok(r.ok(), `${method} ${path}: ${r.status()} ${await r.text()}`)
  return r.status() === 204 ? null : r.json()
}
const signal = (n, text) => ({
  at: new Date(Date.now() - 60_000).toISOString(), kind: 'survey', measures: { nps: n }, comments: [{ text }],
  customer: { external_id: 'K-7', email: 'ada@customer.example', name: 'Ada Lovelace' },
})

test('a person sets up, publishes a survey and asks with it after closing', async () => {
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alpenbahn')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await eventually(async () => assert.notEqual(new URL(page.url()).pathname, '/setup'))
  await eventually(async () => assert.ok((await page.request.get(`${program.address}/api/v1/session`)).ok()))
  const survey = await api('POST', '/surveys', { name: 'After the case', definition: { language: 'en', questions: [{ key: 'nps', kind: 'nps', text: 'How likely are you to recommend us now?' }] } })
  await api('POST', `/surveys/${survey.id}/publish`)
  await page.goto(`${program.address}/follow-up`)
  await page.getByLabel(/Ask customers again after/).check({ force: true })
  await page.getByLabel('Days after closing').fill('0')
  await page.getByPlaceholder('A published survey').click()
  await page.getByRole('option', { name: 'After the case' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').first().waitFor()
  await accessible(page, 'the follow-up')
})

test('a rule opens a case for a bad answer', async () => {
  await page.goto(`${program.address}/rules`)
  await page.getByRole('button', { name: 'Add the rule “Low NPS”' }).click()
  await page.getByRole('link', { name: 'Low NPS' }).waitFor()
  await accessible(page, 'the rules')
  await api('POST', '/signals', signal(1, 'Nobody told me that the train was cancelled.'))
  caseId = await eventually(async () => {
    const cases = (await api('GET', '/cases')).items
    assert.equal(cases.length, 1)
    return cases[0].id
  })
  await page.getByRole('link', { name: 'Low NPS' }).click()
  await page.getByText('What it has opened').waitFor()
  await accessible(page, 'a rule with its record')
  await shot('rule')
})

test('a letter is made, and an unknown field is refused at its place', async () => {
  await page.goto(`${program.address}/settings/letters`)
  await page.getByRole('button', { name: 'New letter' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('We are sorry')
  await dialog.getByLabel('Letter', { exact: true }).fill('Dear {{customer.nmae}},\n\nwe are sorry.\n\n{{agent.name}}, {{organisation}}')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText(/no field \{\{customer\.nmae\}\}/).first().waitFor()
  await dialog.getByLabel('Letter', { exact: true }).fill('Dear {{customer.name}},\n\nwe are sorry.\n\n{{agent.name}}, {{organisation}}')
  await accessible(page, 'a letter being written')
  await shot('letter')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await main().getByText('We are sorry').first().waitFor()
  await accessible(page, 'the letters')
})

test('a reply from the letter reaches the customer', async () => {
  await page.goto(`${program.address}/inbox/${caseId}`)
  await page.getByRole('radio', { name: 'Reply to the customer' }).check({ force: true })
  await page.getByPlaceholder('Begin with a letter').click()
  await page.getByRole('option', { name: /We are sorry/ }).click()
  const text = page.getByRole('textbox', { name: 'Letter', exact: true })
  await eventually(async () => assert.match(await text.inputValue(), /Dear Ada Lovelace,[\s\S]*Lena Quist, Alpenbahn/))
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.frameLocator('iframe[title="The letter"]').getByText('we are sorry').waitFor()
  await accessible(page, 'a reply being written')
  await shot('reply')
  await page.getByRole('button', { name: /^Send/ }).click()
  await page.getByText(/leaves in ten seconds/).waitFor()
  const mail = await box.wait(1, 25_000)
  assert.equal(mail.to, 'ada@customer.example')
  assert.match(mail.text, /Dear Ada Lovelace/)
  await page.getByText('Sent', { exact: true }).waitFor()
})

test('the customer sees how it stands by reference and code, without scripts, and answers', async () => {
  const { text } = await box.wait(1)
  const link = new URL(/http\S+\/status\/\S+/.exec(text)[0])
  const code = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(text)[0]
  const theirs = await chromium.page(program.address, { javaScriptEnabled: false, viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await theirs.goto(program.address + link.pathname + link.search)
  await theirs.getByLabel('Code').fill('2222-2222-2222')
  await theirs.getByRole('button', { name: 'Show' }).click()
  await theirs.getByText(/don’t belong together/).waitFor()
  await theirs.getByLabel('Code').fill(code)
  await theirs.getByRole('button', { name: 'Show' }).click()
  await theirs.getByText('We are working on it.').waitFor()
  await shot('status', theirs)
  await theirs.getByLabel('Add a message').fill('Thank you. It was the 10:05.')
  await theirs.getByRole('button', { name: 'Send' }).click()
  await theirs.getByText(/have received your message/).waitFor()
  assert.ok(await theirs.evaluate(() => document.documentElement.scrollWidth <= innerWidth))
  await theirs.context().close()
  await page.getByText('It was the 10:05.').waitFor() // live, in the story
  await page.getByRole('link', { name: /Notifications/ }).click()
  await page.getByRole('link', { name: /The customer answered on/ }).waitFor()
  await accessible(page, 'the notifications')
  await shot('notices')
  await page.goto(`${program.address}/settings/notifications`)
  await page.getByLabel('The customer answers').selectOption('mail')
  await accessible(page, 'how one is told')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved').first().waitFor()
})

test('closed, the customer is asked again, and before stands beside after', async () => {
  for (const state of ['resolved', 'closed']) {
    const file = await api('GET', `/cases/${caseId}`)
    const cause = { cause: 'timely', outcome: 'apologised' }
    await api('POST', `/cases/${caseId}/state`, { state, ...cause }, { 'If-Match': `"${file.version}"` })
  }
  const mail = await box.wait(2, 25_000)
  const link = new URL(/http\S+\/s\/\S+/.exec(mail.text)[0])
  const theirs = await chromium.page(program.address, { viewport: { width: 390, height: 844 } })
  await theirs.goto(program.address + link.pathname + link.search)
  await theirs.getByRole('radio', { name: /^9/ }).check({ force: true })
  await theirs.getByRole('button', { name: 'Send' }).click()
  await theirs.getByText(/Thank you/).first().waitFor()
  await theirs.context().close()
  await page.goto(`${program.address}/inbox/${caseId}`)
  const again = page.getByRole('region', { name: 'Asked again' })
  await eventually(async () => assert.match(await again.innerText(), /1\s*→\s*9\s*better/))
  await accessible(page, 'the closed case')
  await shot('before-after')
  await page.goto(`${program.address}/follow-up`)
  await eventually(async () => assert.match(await main().innerText(), /Low NPS/))
})

test('the screens hold on a phone, in the dark', async () => {
  const phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, colorScheme: 'dark', storageState: await page.context().storageState() })
  for (const path of [`/inbox/${caseId}`, '/notices', '/settings/notifications', '/settings/letters', '/follow-up', '/praise', '/rules/new']) {
    await phone.goto(program.address + path)
    await phone.getByRole('heading', { level: 1 }).first().waitFor()
    await phone.waitForLoadState('networkidle').catch(() => {})
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} scrolls sideways`)
    await accessible(phone, `${path} on a phone`)
    await shot(`phone${path.replaceAll('/', '-')}`, phone)
  }
  await phone.context().close()
  assert.deepEqual(chromium.complaints, [])
})
