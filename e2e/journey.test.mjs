// One person's story, from an empty installation to a closed case, in a real browser against the real program.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'
import { csv, figures, reviews } from './reviews.mjs'

const rows = reviews()
const want = figures(rows)
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

const shown = (n, digits = 1) => n.toFixed(digits)
const main = () => page.getByRole('main')

test('a person sets the organisation up', async () => {
  await page.goto(program.address)
  await accessible(page, 'set-up')
  await page.getByLabel('Organisation').fill('Alderwick Lounges')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByText(/12/).first().waitFor() // the refusal names the fix, and what was typed is kept
  assert.equal(await page.getByLabel('Organisation').inputValue(), 'Alderwick Lounges')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByRole('link', { name: 'Skip for now' }).click()
  await page.getByText('No signal has been heard yet').waitFor()
  await accessible(page, 'the empty Overview')
})

test('a file of reviews comes in, its columns guessed', async () => {
  const file = join(program.folder, 'lounges.csv')
  writeFileSync(file, csv(rows))
  await page.getByRole('link', { name: 'Bring data in' }).click()
  await page.locator('input[type=file]').first().setInputFiles(file)
  const go = page.getByRole('button', { name: `Import ${rows.length} rows` })
  await go.waitFor()
  await accessible(page, 'the mapping')
  const staff = page.getByRole('row').filter({ hasText: 'Staff service' }).first()
  assert.match(await staff.innerText(), new RegExp(`${want.staff.n}\\s+${want.unrated}\\s+${want.blank}`))
  await go.click()
  await main().getByText('Done').first().waitFor()
  await page.getByText(/can’t be compared from 9 Jun 2015/).waitFor()
  await accessible(page, 'a finished import')
})

test('the same file again doubles nothing', async () => {
  await page.goto(`${program.address}/imports/new`)
  await page.locator('input[type=file]').first().setInputFiles(join(program.folder, 'lounges.csv'))
  await page.getByText(/duplicates/).first().waitFor()
  await eventually(async () => assert.match(await main().innerText(), new RegExp(`${rows.length}\\s*\\n?duplicates`)))
})

test('the figures are those of an independent calculation, to the digit shown', async () => {
  await page.goto(`${program.address}/figures/staff_service?from=all`)
  await eventually(async () => {
    const text = (await main().innerText()).replace(/\s+/g, ' ')
    assert.match(text, new RegExp(`${shown(want.staff.value)}\\s*%`))
    assert.match(text, new RegExp(`${shown(want.staff.low)} to ${shown(want.staff.high)} %`))
    assert.match(text, new RegExp(`n ${want.staff.n}`))
  })
  await accessible(page, 'a figure')
  const ask = async (q) => (await page.request.get(`${program.address}/api/v1/figures?${q}`)).json()
  const one = async (q) => (await ask(q)).rows[0]
  const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`)
  for (const [metric, w] of [['staff_service', want.staff], ['cleanliness', want.cleanliness], ['recommended', want.recommended]]) {
    const f = await one(`metric=${metric}`)
    assert.equal(f.n, w.n, metric)
    for (const part of ['value', 'low', 'high']) near(f[part], w[part])
  }
  const overall = await ask('metric=overall')
  assert.equal(overall.rows[0].n, want.overall.n)
  assert.equal(overall.rows[0].left_out.out_of_scale, want.dropped)
  near(overall.rows[0].value, want.overall.value)
  assert.equal(overall.warnings[0].args.at, '2015-06-09')
  const early = await one('metric=overall&to=2015-06-09')
  assert.equal(early.n, figures(rows.filter((r) => r.date < '2015-06-09')).overall.n)
  const first = await one(`metric=staff_service&where=${encodeURIComponent('attributes.lounge_type:First Class')}`)
  near(first.value, figures(rows.filter((r) => r.lounge_type === 'First Class')).staff.value)
  const year = await one('metric=staff_service&from=2014-01-01&to=2015-01-01')
  near(year.value, figures(rows.filter((r) => r.date.startsWith('2014'))).staff.value)
})

test('a figure leads to its reviews, and to one of them', async () => {
  await page.goto(`${program.address}/figures/staff_service?from=all`)
  await main().getByRole('link', { name: new RegExp(`${want.staff.n + want.unrated + want.blank}|signals`) }).first().click()
  await page.waitForURL(/\/signals/)
  await eventually(async () => assert.ok((await main().getByRole('row').count()) > 10))
  await accessible(page, 'the signals behind a figure')
  await main().getByRole('row').nth(1).getByRole('link').first().click()
  await page.waitForURL(/\/signals\/sig_/)
  await page.getByText(/Staff service/).first().waitFor()
  await accessible(page, 'one signal')
})

let link

test('a three-question survey is published', async () => {
  await page.goto(`${program.address}/surveys`)
  await main().getByRole('button', { name: 'NPS in three questions' }).click()
  await page.waitForURL(/\/surveys\/svy_/)
  await page.getByLabel('Name', { exact: true }).fill('After the lounge')
  await page.getByText(/^Saved/).first().waitFor()
  await accessible(page, 'the survey builder')
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByText('Open', { exact: true }).first().waitFor()
  await page.getByRole('radio', { name: 'Share' }).check({ force: true })
  await page.locator('img[src*="qr"], svg[aria-label*="QR"], img[alt*="QR"]').first().waitFor()
  await accessible(page, 'the survey’s link and QR code')
  const list = await (await page.request.get(`${program.address}/api/v1/surveys`)).json()
  link = list.items[0].url
  assert.match(link, /\/s\/[a-z0-9]{20,}$/)
})

/** Answers the survey on a phone, in a window of its own. */
async function answer(score, reason, { javaScriptEnabled = true, twice = false } = {}) {
  const phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, javaScriptEnabled })
  await phone.goto(link)
  await phone.locator(`input[type=radio][value="${score}"]`).first().check({ force: true })
  if (reason) await phone.locator('textarea').first().fill(reason)
  if (javaScriptEnabled) await accessible(phone, 'the respondent’s page')
  const send = phone.getByRole('button', { name: 'Send' })
  if (twice) await send.dblclick({ noWaitAfter: true })
  else await send.click()
  await phone.waitForURL(/thanks/)
  await phone.context().close()
}

const npsOf = async () => (await (await page.request.get(`${program.address}/api/v1/figures?metric=nps`)).json()).rows[0]

test('answers from a phone move the Overview’s tile without reloading; a double tap counts once', async () => {
  for (let i = 0; i < 11; i++) {
    // With and without JavaScript, some twice.
    await answer(i % 2 ? 9 : 10, i % 3 ? '' : 'Quick and friendly.', { javaScriptEnabled: i % 4 !== 0, twice: i % 4 === 1 })
  }
  await eventually(async () => assert.equal((await npsOf()).n, 11))
  await page.goto(`${program.address}/?from=all`)
  await page.getByText(/\bn\s11\b/).first().waitFor()
  await accessible(page, 'the Overview')
  await page.evaluate(() => { window.stayed = true })

  // Another browser, whose event stream is blocked: it must not move, or it would be polling.
  const deaf = await chromium.page(program.address, { storageState: await page.context().storageState() })
  await deaf.route('**/api/v1/events', (r) => r.abort())
  await deaf.goto(`${program.address}/?from=all`)
  await deaf.getByText(/\bn\s11\b/).first().waitFor()

  await answer(9, '')
  await page.getByText(/\bn\s12\b/).first().waitFor()
  assert.equal(await page.evaluate(() => window.stayed), true, 'the page was not reloaded')
  await new Promise((r) => setTimeout(r, 2500))
  assert.equal(await deaf.getByText(/\bn\s12\b/).count(), 0, 'without events the tile stays')
  assert.ok((await deaf.getByText(/\bn\s11\b/).count()) > 0)
  await deaf.context().close()
})

const api = async (method, path, data) => {
  const r = await page.request.fetch(`${program.address}/api/v1${path}`, { method, data, headers: { 'Content-Type': 'application/json' } })
  assert.ok(r.ok(), `${method} ${path}: ${r.status()} ${await r.text()}`)
  return r.json()
}

test('a bad answer opens a case, which is worked and closed by keyboard', async () => {
  await page.goto(`${program.address}/rules`)
  await page.getByRole('button', { name: 'Add the rule “Low NPS”' }).click()
  await page.getByText('The rule “Low NPS” is on').first().waitFor()
  await main().getByRole('link', { name: 'Low NPS' }).first().click()
  await page.getByText(/of 12 signals/).waitFor() // the answers so far; the imported reviews are older
  await eventually(async () => assert.match((await main().innerText()).replace(/\s+/g, ' '), /Would have opened.*\b0\b.*of 12 signals/))
  await accessible(page, 'a rule with what it would have opened')
  // Ten more from elsewhere, so that the list is one.
  for (let i = 0; i < 10; i++) {
    await api('POST', '/signals', { key: `bad-${i}`, at: new Date().toISOString(), kind: 'survey', touch_point: 'call', measures: { nps: i % 6 }, comments: [{ text: `Nobody called back, ${i} times.` }] })
  }
  await answer(2, 'I was promised a call. Nobody called.')
  await page.goto(`${program.address}/inbox`)
  const row = main().getByText('I was promised a call').first()
  await row.waitFor()
  await accessible(page, 'the inbox')
  await row.click()
  await page.waitForURL(/\/inbox\/cas_/)
  await page.getByText('I was promised a call. Nobody called.').first().waitFor()
  await accessible(page, 'a case')
  await page.getByRole('textbox', { name: 'Note' }).fill('Called her at noon, apologised, credited the fee.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Called her at noon', { exact: false }).first().waitFor()
  await page.locator('body').click({ position: { x: 5, y: 5 } })
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await accessible(page, 'closing a case')
  // Without a cause it stays open, and says so.
  await page.keyboard.press('Enter')
  await dialog.getByText('Choose what went wrong').first().waitFor()
  // A letter says what went wrong, a figure how it ended, Enter closes: five keystrokes from the case.
  await page.keyboard.press(await dialog.getByRole('group', { name: 'What went wrong' }).locator('kbd').first().innerText())
  await page.keyboard.press(await dialog.getByRole('group', { name: 'How it ended' }).locator('kbd').first().innerText())
  await page.keyboard.press('Enter')
  await page.getByText(/Case C-\d+ is closed/).first().waitFor()
  const closed = await api('GET', '/cases?state=closed')
  assert.equal(closed.items.length, 1)
  assert.match(closed.items[0].title, /promised a call/)
  const story = (await api('GET', `/cases/${closed.items[0].id}`)).story
  assert.ok(story.some((e) => e.kind === 'note' && /credited/.test(e.text)))
})

test('every screen works in the dark and on a phone', async () => {
  const roles = ['admin', 'manager', 'analyst', 'supervisor', 'evaluator', 'agent', 'viewer', 'agent', 'viewer', 'agent']
  for (let i = 0; i < 10; i++) {
    await api('POST', '/units', { key: `team-${i}`, name: `Team ${i}`, kind: 'team' })
    await api('POST', '/users', { name: `Person ${i}`, email: `p${i}@example.org`, password: 'a first password', role: roles[i] })
    await api('POST', '/tokens', { name: `Program ${i}`, role: 'analyst' })
    await api('POST', '/touch-points', { key: `point-${i}`, name: `Point ${i}` })
    await api('POST', '/employees', { external_id: `e-${i}`, name: `Agent ${i}` })
  }
  const storageState = await page.context().storageState()
  const screens = ['/?from=all', '/signals?from=all', '/figures/staff_service?from=all', '/imports', '/surveys', '/inbox', '/rules',
    '/settings/metrics', '/settings/organisation', '/settings/units', '/settings/people', '/settings/tokens', '/settings/audit', '/settings/jobs',
    '/settings/touch-points', '/settings/employees', '/settings/customers']
  const walk = async (options) => {
    const p = await chromium.page(program.address, { storageState, ...options })
    for (const path of screens) {
      await p.goto(program.address + path, { waitUntil: 'domcontentloaded' })
      await p.getByRole('main').getByRole('heading').first().waitFor()
      await p.waitForFunction(() => !document.querySelector('[aria-busy=true]'))
      await accessible(p, `${path} with ${JSON.stringify(options)}`)
      const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      assert.ok(wide <= 1, `${path} is ${wide} pixels too wide with ${JSON.stringify(options)}`)
    }
    await p.context().close()
  }
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
  await Promise.all([{ colorScheme: 'dark' }, phone, { viewport: { width: 320, height: 800 } }].map(walk))
})

test('no page complained, and none asked anything of another host', () => {
  const mine = chromium.complaints.filter((c) => !/ERR_FAILED/.test(c)) // the stream that was blocked on purpose
  assert.deepEqual(mine, [])
})
