// A map with what is heard on it, what is heard and not drawn, a journey from a file, and the workshop that draws it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page, phone, token, journey
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

async function everywhere(what) {
  await page.waitForLoadState('networkidle')
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
  const at = (days) => new Date(Date.now() - days * 86_400_000).toISOString()
  let n = 0
  const heard = (days, point, score, times, more = {}) =>
    Array.from({ length: times }, () =>
      JSON.stringify({
        at: at(days),
        key: `s-${n++}`,
        kind: 'survey',
        touch_point: point,
        channel: 'phone',
        measures: { csat: score },
        ...more,
      }),
    )
  const lines = [
    ...heard(3, 'call-back', 1, 40),
    ...heard(3, 'call-back', 5, 40),
    ...heard(400, 'call-back', 5, 80),
    ...heard(3, 'letter', 5, 60),
  ]
  for (let i = 0; i < 10; i++) lines.push(...heard(3, `stop-${i}`, 4, 35))
  lines.push(
    ...heard(3, 'lost-card', 2, 12, {
      kind: 'feedback',
      measures: {},
      comments: [{ text: 'My card is gone and nobody answers the phone.' }],
    }),
  )
  await send('POST', '/signals:batch', lines.join('\n'), { 'Content-Type': 'application/x-ndjson' })
  await eventually(async () => assert.equal((await send('GET', '/figures?metric=csat')).rows[0]?.n, 570))
  journey = await send('POST', '/journeys', { name: 'Current account' })
  const card = (id, stage, point, task, more = {}) => ({
    op: 'add_card',
    id,
    stage,
    lane: 'front_stage',
    set: {
      task,
      touch_point: point,
      function: 'Service',
      emotion: 1,
      bindings: [{ metric: 'csat', role: 'experience' }],
      ...more,
    },
  })
  const edits = [
    {
      op: 'add_stage',
      id: 'find',
      set: { name: 'Find out', phase: 'before', feel: { text: 'Curious', metric: 'csat', target: 60 } },
    },
    {
      op: 'add_stage',
      id: 'use',
      after: 'find',
      set: { name: 'Everyday use', phase: 'after', feel: { text: 'Taken seriously', metric: 'csat', target: 90 } },
    },
    card('letter', 'find', 'letter', 'Receive the welcome letter'),
    card('call', 'use', 'call-back', 'Be called back as promised', { function: 'Care', supporting: ['Billing'] }),
    card('deaf', 'find', 'brochure', 'Read the brochure'),
  ]
  for (let i = 0; i < 10; i++) edits.push(card(`stop-${i}`, i % 2 ? 'find' : 'use', `stop-${i}`, `Stop number ${i}`))
  await send('POST', `/journeys/${journey.id}/edits`, { edits })
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

test('a card shows its figure, what became of it, and leads to its signals; a stage what was intended and what is', async () => {
  await page.goto(`${program.address}/journeys/${journey.id}`)
  const call = page.locator('[data-card="call"]')
  await call.getByText('50.0 %', { exact: true }).waitFor()
  await call.getByText(/50\.0 lower than/).waitFor()
  await call.getByText('0 cases').waitFor()
  await page.locator('[data-card="deaf"]').getByText('Nothing is heard here').waitFor()
  await main()
    .getByRole('img', { name: /How customers feel.*Everyday use: [+−]/ })
    .waitFor()
  await page
    .locator('.worse')
    .getByText(/CSAT, top 2 of 5 \d/)
    .first()
    .waitFor()
  await main().getByRole('button', { name: 'Colour by' }).click()
  await page.getByRole('menuitem', { name: 'Figure', exact: true }).click()
  await page.locator('[data-card="call"][data-heat="-4"]').waitFor()
  await everywhere('a map with figures')
  await main().getByRole('radio', { name: 'Heat map' }).check()
  await main().getByRole('table', { name: 'The whole lifecycle' }).getByText('84').first().waitFor()
  await main().getByRole('radio', { name: 'Touch points' }).check()
  await everywhere('the heat map of the lifecycle')
  await page.goto(`${program.address}/journeys/${journey.id}`)
  await call.getByRole('link', { name: 'CSAT, top 2 of 5' }).click()
  await page.waitForURL(/\/signals\?.*touch_point:call-back/)
  await main().getByText(/80/).first().waitFor()
})

test('what is heard and not drawn goes on the map as discovered', async () => {
  await page.goto(`${program.address}/journeys/${journey.id}`)
  await main().getByRole('button', { name: 'Heard, not on the map' }).click()
  const panel = page.getByRole('complementary', { name: 'Heard, not on the map' })
  await panel.getByText('Lost card', { exact: true }).first().waitFor()
  await panel.getByText(/customers begin: 100/).waitFor()
  await panel.getByText('My card is gone').first().waitFor()
  await panel.getByText('No signal has ever named it.').waitFor()
  await everywhere('what is heard and not drawn')
  await panel.getByRole('button', { name: /Add to the map/ }).click()
  await panel.getByText('Every touch point that signals speak of is on the map.').waitFor()
  await eventually(async () => {
    const drawn = (await send('GET', `/journeys/${journey.id}`)).map.cards.find((c) => c.touch_point === 'lost-card')
    assert.deepEqual([drawn?.discovered, drawn?.initiator], [true, 'customer'])
  })
})

test('a bad row of a sheet is mended in place, and a map goes out as CJML and comes back', async () => {
  await page.goto(`${program.address}/journeys`)
  await main().getByRole('button', { name: 'From a file' }).click()
  const dialog = page.getByRole('dialog', { name: 'Journey from a file' })
  const rows = Array.from({ length: 10 }, (_, i) => `Buy,during,front stage,Pay at till ${i},till-${i},1`)
  const sheet = `stage,phase,lane,task,touch point,emotion\nFind,before,cellar,See the offer,offer,9\n${rows.join('\n')}\n`
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'map.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) })
  await dialog.getByText('There is no lane “cellar”').waitFor()
  assert.equal(await dialog.getByRole('button', { name: 'Make the journey' }).isDisabled(), true)
  await accessible(page, 'a file with a bad row')
  await dialog.getByLabel('lane of row 2').fill('customer')
  await dialog.getByLabel('emotion of row 2').fill('2')
  await dialog.getByRole('button', { name: 'Look again' }).click()
  await dialog.getByText('2 stages, 11 cards').waitFor()
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('From a sheet')
  await dialog.getByRole('button', { name: 'Make the journey' }).click()
  await page.waitForURL(/\/journeys\/jrn_/)
  await main().getByRole('button', { name: 'See the offer' }).waitFor()

  await main().getByRole('button', { name: 'More', exact: true }).click()
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /CJML/ }).click(),
  ])
  await page.goto(`${program.address}/journeys`)
  await main().getByRole('button', { name: 'From a file' }).click()
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'map.xml', mimeType: 'text/xml', buffer: readFileSync(await saved.path()) })
  await dialog.getByText('2 stages, 11 cards').waitFor()
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('There and back')
  await dialog.getByRole('button', { name: 'Make the journey' }).click()
  await page.waitForURL(/\/journeys\/jrn_/)
  await main().getByRole('button', { name: 'See the offer' }).waitFor()
})

test('a workshop says who is missing, and what was said and decided is kept', async () => {
  await page.goto(`${program.address}/journeys/${journey.id}/workshops`)
  await main().getByRole('button', { name: 'Plan a workshop' }).click()
  const dialog = page.getByRole('dialog', { name: 'Plan a workshop' })
  await dialog.getByLabel('Title').fill('Half a day in Porto')
  await dialog.getByRole('button', { name: 'Plan it' }).click()
  await main().getByText('No promise is in force for these customers').waitFor()
  await main().getByText('Nobody here meets customers at work').waitFor()
  await main().getByLabel('Name').fill('Ana Costa')
  await main().getByLabel('Function').fill('Service')
  await main().getByRole('button', { name: 'Is here' }).click()
  await main().getByLabel('Ana Costa meets customers at work').check()
  await main().getByText('Nobody here meets customers at work').waitFor({ state: 'detached' })
  await main().getByText('Billing answers for or supports').waitFor()
  await main().getByRole('button', { name: 'Start the clock' }).click()
  await main().getByLabel('What was said').fill('We all read it aloud.')
  await main().getByText('Saved', { exact: true }).waitFor()
  await main().getByLabel('What is decided').fill('Care shows each letter to billing')
  await main().getByLabel('Who does it').fill('Ana Costa')
  await main().getByRole('button', { name: 'Write it down' }).click()
  await main().getByText('Care shows each letter to billing').first().waitFor()
  await everywhere('a workshop')
  // Somebody else writes at another step: it is here without a reload.
  const id = page.url().match(/workshops\/(\w+)/)[1]
  await send('POST', `/journeys/${journey.id}/workshops/${id}/edits`, {
    edits: [{ op: 'add_person', id: 'bo', set: { name: 'Bo Lind', function: 'Billing', present: true } }],
  })
  await main().getByText('Bo Lind').waitFor()
  await main()
    .getByRole('button', { name: /Done, on to/ })
    .click()
  await main().getByText('How is it sold, delivered, lived with and supported?').waitFor()
  await main().getByRole('button', { name: 'Close the workshop' }).click()
  await main().getByText('We all read it aloud.').waitFor()
  await main().getByText('Ana Costa (Service), Bo Lind (Billing)').waitFor()
  await everywhere('a protocol')
  await page.goto(`${program.address}/journeys/${journey.id}/workshops`)
  await main().getByText('Half a day in Porto').waitFor()
  await everywhere('the workshops of a journey')
  assert.deepEqual(chromium.complaints, [])
})
