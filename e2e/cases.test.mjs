// Cases in a real browser: hours of work, a commitment that is broken, colleagues who are mentioned, cases that are merged,
// many at once, and a report whose numbers lead to their cases.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page, api
const password = 'correct horse battery staple'
const titles = ['Late parcel', 'Parcel came late', 'Charged twice', 'Nobody called back', 'Card blocked', 'Letter to the wrong branch', 'Refund came late',
  'Video check failed', 'Address changed on one product', 'Rude courier', 'Invoice without a number', 'Order cancelled by itself']

before(async () => {
  program = await serve()
  chromium = await browse()
  page = await chromium.page(program.address)
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alderwick Bank')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByRole('link', { name: 'Skip for now' }).click()
  await page.getByText('No signal has been heard yet').waitFor()
  api = async (method, path, body, headers = {}) => {
    const answer = await page.request.fetch(`${program.address}/api/v1${path}`, { method, data: body, headers: { Origin: program.address, ...headers } })
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`)
    return answer.status() === 204 ? null : answer.json()
  }
  await api('POST', '/users', { name: 'Ana Berg', email: 'ana@example.org', password, role: 'agent' })
  for (const title of titles) await api('POST', '/cases', { title, severity: 'medium' })
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const main = () => page.getByRole('main')

test('hours of work are written, tried and kept; a week without any is refused', async () => {
  await page.goto(`${program.address}/settings/calendars`)
  await page.getByText('counted around the clock').waitFor()
  await page.getByRole('link', { name: 'Add a calendar' }).click()
  await page.getByLabel('Name', { exact: true }).first().fill('Office')
  const monday = page.getByLabel('Monday', { exact: true })
  await monday.fill('9-12, 13-17')
  await page.getByRole('button', { name: /Monday’s to Friday/ }).click()
  await page.getByLabel('Friday', { exact: true }).fill('17-9')
  await page.getByText('Write it like').waitFor()
  await page.getByLabel('Friday', { exact: true }).fill('9-12')
  await page.getByRole('button', { name: 'Paste a list' }).click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Holidays' }).fill('2026-12-25, Christmas Day\n01-01 New Year')
  await page.getByRole('button', { name: 'Add them' }).click()
  await eventually(async () => assert.equal(await page.getByLabel('Date', { exact: true }).count(), 2))
  await page.getByText(/is due \d/).waitFor()
  await accessible(page, 'a business calendar')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('a week, 2 holidays').waitFor()
  await accessible(page, 'business calendars')
})

test('a colleague is mentioned by keyboard, and finds the case under “Mentioned”', async () => {
  await page.goto(`${program.address}/inbox`)
  await page.getByRole('link', { name: /Charged twice/ }).first().click()
  await page.getByRole('heading', { name: 'Charged twice' }).waitFor()
  const note = page.getByRole('textbox', { name: 'Note' })
  await note.click()
  await note.pressSequentially('@an')
  await page.getByRole('option', { name: 'Ana Berg' }).waitFor()
  await page.keyboard.press('Enter')
  await note.pressSequentially('please look')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Mentioned, no answer yet: Ana Berg').waitFor()
  const hers = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  await hers.goto(program.address)
  await hers.getByLabel('E-mail').fill('ana@example.org')
  await hers.getByLabel('Password', { exact: true }).fill(password)
  await hers.getByRole('button', { name: 'Sign in' }).click()
  await hers.waitForURL((url) => !url.pathname.includes('sign'))
  await hers.goto(`${program.address}/inbox?tab=mentioned`)
  await hers.getByRole('link', { name: /Charged twice/ }).click()
  await hers.getByText('please look').waitFor()
  await accessible(hers, 'a case on a phone in the dark')
  await hers.context().close()
})

test('a broken commitment stands on top until somebody has seen to it', async () => {
  const list = await api('GET', '/cases?search=Nobody')
  await api('POST', '/commitments', { case: list.items[0].id, text: 'Call back by noon', due_at: new Date(Date.now() + 1500).toISOString() })
  await page.goto(`${program.address}/inbox/${list.items[0].id}`)
  await page.getByRole('heading', { name: 'Commitment', exact: true }).waitFor()
  await page.getByRole('heading', { name: 'Commitment broken' }).waitFor({ timeout: 90_000 }) // the job of every minute
  await accessible(page, 'a broken commitment')
  await page.goto(`${program.address}/inbox?tab=team`)
  await eventually(async () => assert.match(await main().getByRole('listitem').first().innerText(), /Nobody called back/))
  await page.goto(`${program.address}/inbox/${list.items[0].id}?tab=broken`)
  await page.getByRole('button', { name: 'Seen to' }).click()
  await page.getByText('It no longer shouts').waitFor()
})

test('a case is merged into another and taken out again', async () => {
  const [from, into] = (await api('GET', '/cases?search=parcel')).items
  await page.goto(`${program.address}/inbox/${from.id}?tab=team`)
  await page.getByRole('heading', { name: from.title }).waitFor()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Merge into another case' }).click()
  await page.getByRole('combobox', { name: 'Which case' }).fill(into.ref)
  await page.getByRole('option', { name: new RegExp(into.ref) }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText(`${from.ref} is merged into ${into.ref}`).first().waitFor()
  await page.getByText(/merged into this case/).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('heading', { name: from.title }).waitFor()
  await eventually(async () => assert.equal((await api('GET', `/cases/${from.id}`)).merged_into, undefined))
})

test('several are closed at once, and all come back', async () => {
  await page.goto(`${program.address}/inbox?tab=team&search=late`)
  await eventually(async () => assert.equal(await main().getByRole('checkbox').count(), 3))
  for (let i = 0; i < 3; i++) await main().getByRole('checkbox').nth(i).check()
  await page.getByRole('toolbar', { name: 'Marked cases' }).getByRole('button', { name: 'Close' }).click()
  await page.getByRole('radio', { name: /^Took too long/ }).check()
  await page.getByRole('radio', { name: /^Put right/ }).check()
  await page.getByRole('button', { name: 'Close 3 cases' }).click()
  await page.getByText('3 cases are closed').waitFor()
  assert.equal((await api('GET', '/cases?search=late&state=closed')).items.length, 3)
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => assert.equal((await api('GET', '/cases?search=late&state=new')).items.length, 3))
})

test('a report counts, and its number leads to the cases', async () => {
  await page.goto(`${program.address}/case-reports`)
  await page.getByRole('heading', { name: 'All cases' }).waitFor()
  await accessible(page, 'the report of cases')
  const opened = main().getByRole('link', { name: String(titles.length), exact: true }).first()
  await opened.click()
  await page.waitForURL(/\/inbox/)
  await eventually(async () => assert.equal(await main().getByRole('checkbox').count(), titles.length))
  for (const path of ['/settings/case-times', '/settings/causes']) {
    await page.goto(program.address + path)
    await page.getByRole('button', { name: /^Save the/ }).first().waitFor()
    await accessible(page, path)
  }
  assert.deepEqual(chromium.complaints, [])
})
