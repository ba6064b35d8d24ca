// A moment of truth: proposed by what customers write, nominated, judged by words picked from their comments, confirmed, assessed; the
// crisis procedure and whether it is understood; the five characteristics.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page, phone, token
const main = () => page.getByRole('main')

async function send(method, path, body, headers = {}) {
  const r = await fetch(`${program.address}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : body && JSON.stringify(body),
  })
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
  assert.equal(
    await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth),
    false,
    `${what} scrolls sideways`,
  )
}

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
  token = program
    .command('token', 'create', '--organisation', 'Alderwick', '--name', 'e2e', '--role', 'admin')
    .split('\n')
    .at(-1)
    .trim()
  phone = await chromium.page(program.address, {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    storageState: await page.context().storageState(),
  })
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

/** Sixty customers waited for a call that didn't come; elsewhere all is well. */
async function hear() {
  await send('POST', '/metrics', { key: 'first_contact', name: 'Settled at first contact', min: 0, max: 1, scoring: { method: 'rate' } })
  const at = (i) => new Date(Date.now() - 86_400_000 - i * 60_000).toISOString()
  const heard = (point, score, n, text) =>
    Array.from({ length: n }, (_, i) =>
      JSON.stringify({
        at: at(i),
        key: `${point}-${i}`,
        kind: 'survey',
        touch_point: point,
        measures: point === 'call-back' ? { csat: score + (i % 2), first_contact: (i % 5 ? i : i + 1) % 2 } : { csat: score },
        comments: [{ text: text(i) }],
      }),
    )
  await send(
    'POST',
    '/signals:batch',
    [
      ...heard(
        'call-back',
        1,
        60,
        (i) => `They call when they say they will, I was told. Nobody rang, for the ${i + 2}nd time.`,
      ),
      ...heard('letter', 5, 60, () => 'Plain words, thank you.'),
      ...heard('branch', 5, 60, () => 'Friendly people.'),
    ].join('\n'),
    { 'Content-Type': 'application/x-ndjson' },
  )
  await eventually(async () => assert.equal((await send('GET', '/figures?metric=csat')).rows[0]?.n, 180))
  for (let i = 1; i <= 12; i++) await send('POST', '/employees', { external_id: `E-${i}`, name: `Employee ${i}` })
}

test('an empty page says what to do', async () => {
  await page.getByRole('link', { name: 'Moments of truth' }).click()
  await main().getByText('No moment of truth yet').waitFor()
  await everywhere('no moment of truth')
})

test('the touch point where customers are let down is proposed first, and nominated from there', async () => {
  await hear()
  await page.goto(`${program.address}/moments`)
  const first = main().getByRole('list', { name: 'Proposed touch points' }).getByRole('listitem').first()
  await first.getByRole('heading', { name: 'Call back' }).waitFor()
  await first.getByText('Let down more often than elsewhere').waitFor()
  await first.getByRole('button', { name: 'Nominate' }).click()
  const dialog = page.getByRole('dialog', { name: 'Nominate a touch point' })
  await dialog.getByRole('button', { name: 'Nominate' }).click()
  await dialog.getByText('One field needs a change.').waitFor()
  await dialog
    .getByLabel('Why customers decide here')
    .last()
    .fill('They wait by the phone, and judge us by whether it rings.')
  await dialog.getByRole('button', { name: 'Nominate' }).click()
  await page.waitForURL(/\/moments\/mot_/)
  await main().getByText('No criterion yet').waitFor()
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('pick at least one criterion').waitFor()
})

test('criteria are picked from comments by keyboard and by mouse, and are the customer’s words', async () => {
  await main().getByRole('link', { name: 'Pick from comments' }).first().click()
  const comments = main().getByRole('list', { name: 'Comments' }).getByRole('listitem')
  await comments.nth(9).waitFor()
  await everywhere('picking from comments')
  await comments.nth(0).getByRole('textbox').focus()
  for (const key of ['ArrowDown', 'ArrowUp', 'ArrowRight', ...Array(6).fill('Shift+ArrowRight')])
    await page.keyboard.press(key)
  await main().getByText('“They call when they say they will,”').waitFor()
  await page.keyboard.press('Shift+ArrowLeft')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'A criterion in the customer’s words' })
  await dialog.getByText('“They call when they say they”').waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA'))
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Enter')
  await dialog.getByRole('combobox', { name: 'Customers are asked by' }).click()
  await page.getByRole('option', { name: 'CSAT, top 2 of 5' }).click()
  await dialog.getByRole('button', { name: 'Make it a criterion' }).click()
  await dialog.getByText('One field needs a change.').waitFor()
  await dialog.getByRole('textbox', { name: 'Kept from' }).fill('85')
  await accessible(page, 'the dialog of a criterion')
  await dialog.getByRole('button', { name: 'Make it a criterion' }).click()
  await dialog.waitFor({ state: 'detached' })
  // By mouse: two presses choose a word, the selection goes on from there.
  const text = comments.nth(1).getByRole('textbox')
  const box = await text.boundingBox()
  await page.mouse.move(box.x + 10, box.y + 15)
  await page.mouse.down()
  await page.mouse.move(box.x + 180, box.y + 15, { steps: 4 })
  await page.mouse.up()
  await main()
    .getByText(/^“They call .*”$/)
    .waitFor()
  await main().getByRole('button', { name: 'Make it a criterion' }).click()
  await dialog.getByRole('radio', { name: 'Recovery' }).check()
  await dialog.getByRole('textbox', { name: 'Kept from' }).fill('90')
  await dialog.getByRole('button', { name: 'Make it a criterion' }).click()
  await dialog.waitFor({ state: 'detached' })
  for (let i = 2; i < 10; i++) {
    await comments.nth(i).getByRole('button', { name: 'Link as a critical incident' }).click()
    await comments.nth(i).getByText('A critical incident').waitFor()
  }
  await page.getByRole('link', { name: 'Call back' }).first().click()
  await main().getByRole('heading', { name: '“They call when they say they will,”' }).waitFor()
})

test('it is confirmed on that evidence, assessed, and its failures are coded', async () => {
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('It is a moment of truth').waitFor()
  await main().getByText('Confirmed', { exact: true }).first().waitFor()
  await main().getByText('Not kept').first().waitFor()
  const criterion = main().getByRole('region', { name: '“They call when they say they will,”' })
  await criterion.getByRole('button', { name: /^More for/ }).click()
  await page.getByRole('menuitem', { name: 'Enter an assessment' }).click()
  const dialog = page.getByRole('dialog', { name: 'Enter an assessment' })
  await dialog.getByLabel('Who looked').last().fill('Shop & Look')
  await dialog.getByRole('textbox', { name: 'Kept in' }).fill('3')
  await dialog.getByRole('textbox', { name: 'Of how many' }).fill('2')
  await dialog.getByRole('button', { name: 'Enter' }).click()
  await dialog.getByText('It was kept in 0 to 2 of 2.').waitFor()
  await dialog.getByRole('textbox', { name: 'Of how many' }).fill('24')
  await dialog.getByRole('button', { name: 'Enter' }).click()
  await dialog.waitFor({ state: 'detached' })
  await criterion.getByText('Shop & Look').waitFor()
  const incident = main().getByRole('list', { name: 'Critical incidents' }).getByRole('listitem').first()
  await incident.getByLabel('Passed on').click()
  await incident.getByText('coded by Lena Quist').waitFor()
  await incident.getByLabel('“I’m not authorised”').click()
  await main().getByText('How the 1 failure that was coded was handled').waitFor()
  await page.getByRole('button', { name: 'Your view' }).click()
  const view = page.getByRole('dialog', { name: 'How important you think it is' })
  await view.getByRole('textbox', { name: 'How important, 0 to 100' }).fill('20')
  await view.getByLabel('Why you think so').last().fill('We hardly notice it')
  await view.getByRole('button', { name: 'Say so' }).click()
  await main().getByText('We hardly notice it').waitFor()
  await main().getByText('of all customers who were let down').waitFor()
  await main().getByText('What goes along with CSAT, top 2 of 5 here').waitFor()
  await main().getByText('Association, not cause').waitFor()
  await everywhere('a moment of truth')
})

test('a crisis procedure is written, read and answered; results of five make a figure', async () => {
  await main().getByRole('link', { name: 'Write' }).click()
  await page.waitForURL(/\/procedure$/)
  await main().getByLabel('What it is called').fill('Nobody rang')
  await main().getByLabel('Steps').fill('Ring at once\nSay sorry')
  await main().getByRole('button', { name: 'Add a question' }).press('Enter')
  await main().getByLabel('Question 1', { exact: true }).last().fill('What comes first?')
  await main().getByLabel('Option 1 of question 1', { exact: true }).fill('The call')
  await main().getByLabel('Option 2 of question 1', { exact: true }).fill('The reason')
  await everywhere('writing a procedure')
  await page.getByRole('button', { name: 'Put in force' }).press('Enter')
  await page.waitForURL(/\/moments\/mot_\w+$/)
  await main().getByRole('link', { name: 'Read it and answer' }).click()
  await main().getByLabel('The reason').check()
  await main().getByRole('button', { name: 'Answer', exact: true }).click()
  await main().getByText('Not passed yet: 0 of 1 right').waitFor()
  await main().getByLabel('The call').check()
  await main().getByRole('button', { name: 'Answer again' }).click()
  await main().getByText('You passed: 1 of 1 right').waitFor()
  await main().getByText('Fewer than five have answered').waitFor()
  await main().getByRole('button', { name: 'Enter results' }).click()
  const dialog = page.getByRole('dialog', { name: 'Enter results from elsewhere' })
  await dialog.getByLabel('Results').last().fill('E-1; 1\nE-2; 1\nE-3; 0\nE-4; 1\nE-99; 1')
  await dialog.getByRole('button', { name: 'Enter' }).click()
  await dialog.getByText('There is no employee').waitFor()
  await dialog.getByLabel('Results').last().fill('E-1; 1\nE-2; 1\nE-3; 0\nE-4; 1')
  await dialog.getByRole('button', { name: 'Enter' }).click()
  await main().getByText('passed, n 5').waitFor()
  await main().getByText('Employee 12').waitFor()
  await everywhere('the check of a procedure')
})

test('the five characteristics are computed where there is evidence, and assessed where there isn’t', async () => {
  await page.goto(`${program.address}/moments/characteristics`)
  const row = (name) => main().getByRole('region', { name })
  await row(/Contact points/)
    .getByText('1 of 3, counted in full')
    .waitFor()
  await row(/Crisis procedures/)
    .getByText('4 of 5')
    .waitFor()
  await row(/Staff own the problem/)
    .getByRole('button', { name: 'Assess it' })
    .click()
  const dialog = page.getByRole('dialog', { name: 'Assess a characteristic' })
  await dialog.getByRole('textbox', { name: 'How far it is so, 0 to 100' }).fill('40')
  await dialog.getByLabel('On what your assessment rests').last().fill('Ten problems followed from end to end')
  await dialog.getByRole('button', { name: 'Assess', exact: true }).click()
  await row(/Staff own the problem/)
    .getByText('Ten problems followed from end to end')
    .waitFor()
  await row(/Staff own the problem/)
    .getByText('Assessed', { exact: true })
    .waitFor()
  await everywhere('the five characteristics')
  await page.getByRole('link', { name: 'Moments', exact: true }).click()
  await main()
    .getByRole('list', { name: 'Moments of truth' })
    .getByText('“They call when they say they will,”')
    .waitFor()
  await everywhere('the moments of truth')
})

test('nothing complained', () => assert.deepEqual(chromium.complaints, []))
