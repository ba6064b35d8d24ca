// From a heat map to the signals behind one cell, to a saved view, a dashboard, a link for people outside, and the roll-up.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page

const points = ['Call back', 'Card unblocked', 'Identity check', 'Mortgage document', 'Change of address', 'Cash machine', 'Payments chat',
  'Welcome call', 'Fee explained', 'First payment', 'Branch appointment', 'Closing letter']
const sites = { porto: ['porto-1', 'porto-2'], utrecht: ['utrecht-1', 'utrecht-2'], gdansk: ['gdansk-1', 'gdansk-2'] }
const key = (name) => name.toLowerCase().replaceAll(' ', '-')

/** Calls the API as whoever is signed in on the page. */
const call = (method, path, body, type = 'application/json') =>
  page.evaluate(async ([method, path, body, type]) => {
    const r = await fetch(`/api/v1${path}`, { method, headers: body ? { 'Content-Type': type } : {}, body })
    const text = await r.text()
    if (!r.ok) throw new Error(`${method} ${path}: ${r.status} ${text}`)
    return text && type === 'application/json' ? JSON.parse(text) : text
  }, [method, path, body === undefined || type !== 'application/json' ? body : JSON.stringify(body), type])

/** 12 touch points × 6 teams × 12 months × 3 answers; the call back is weak, Porto 2 weaker than its peers. */
function signals() {
  const lines = []
  let n = 0
  for (const [p, point] of points.entries())
    for (const [site, teams] of Object.entries(sites))
      for (const team of teams)
        for (let month = 0; month < 12; month++)
          for (let i = 0; i < 3; i++) {
            n++
            const luck = (n * 7919) % 100
            const bad = p === 0 ? 70 : team === 'porto-2' ? 55 : 20
            lines.push(JSON.stringify({ at: `2025-${String(month + 1).padStart(2, '0')}-1${i}T10:00:00Z`, kind: 'survey', touch_point: key(point), unit: team,
              measures: { nps: luck < bad ? 3 : 10, csat: luck < bad ? 2 : 5 }, attributes: { segment: i === 0 ? 'vip' : 'personal', site } }))
          }
  return lines
}

before(async () => {
  program = await serve()
  chromium = await browse()
  page = await chromium.page(program.address)
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alderwick Bank')
  await page.getByLabel('Your name').fill('Lena Quist')
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByRole('link', { name: 'Skip for now' }).click()
  await page.getByText('No signal has been heard yet').waitFor()
  for (const [site, teams] of Object.entries(sites)) {
    const top = (await call('POST', '/units', { key: site, name: site[0].toUpperCase() + site.slice(1), kind: 'site' })).id
    for (const team of teams) await call('POST', '/units', { key: team, name: `Team ${team}`, kind: 'team', parent: top })
  }
  for (const point of points) await call('POST', '/touch-points', { key: key(point), name: point })
  const lines = signals()
  for (let at = 0; at < lines.length; at += 1000) await call('POST', '/signals:batch', lines.slice(at, at + 1000).join('\n'), 'application/x-ndjson')
  await eventually(async () => assert.equal((await call('GET', '/figures?metric=nps')).rows[0].n, lines.length))
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const main = () => page.getByRole('main')
const asPhone = async (what, run) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await run?.()
  await accessible(page, `${what} on a phone, dark`)
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 390), `${what} scrolls sideways on a phone`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('the Explorer opens on a heat map, and a cell leads to exactly its signals', async () => {
  await page.getByRole('link', { name: 'Explorer' }).click()
  const map = page.getByRole('table', { name: /NPS: Touch point/ })
  await map.waitFor()
  assert.equal(await map.getByRole('row').count(), 13)
  await accessible(page, 'the Explorer')
  await page.getByRole('radio', { name: 'Bars' }).check()
  await page.getByLabel('Columns').selectOption('none')
  const bars = page.getByRole('list', { name: /NPS: Touch point/ })
  await bars.getByRole('button', { name: 'Call back' }).click()
  const panel = page.getByRole('complementary', { name: 'The chosen figure' })
  const link = panel.getByRole('link', { name: /signals$/ })
  const n = /^([\d,]+) signals/.exec(await link.innerText())[1]
  await accessible(page, 'an opened figure')
  await link.click()
  await page.getByText(`${n} in this slice`).waitFor()
  await page.goBack()
})

test('against the rest the weak touch point is called, allowing for twelve comparisons', async () => {
  await page.getByRole('button', { name: /^against/ }).click()
  await page.getByRole('button', { name: /The rest of this period/ }).click()
  await page.getByText(/12 comparisons with the rest at once/).waitFor()
  const row = page.getByRole('listitem').filter({ hasText: 'Call back' })
  await row.getByText(/lower/).waitFor()
  assert.match(page.url(), /against=rest/)
  await asPhone('bars against the rest')
})

test('it is saved, changed, and the change is seen and saved', async () => {
  await page.getByRole('button', { name: 'Save view' }).click()
  const dialog = page.getByRole('dialog')
  await accessible(page, 'saving a view')
  await dialog.getByLabel('Name').fill('Where it hurts')
  await dialog.getByLabel(/Shared with everybody/).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: 'Where it hurts' }).waitFor()
  await page.getByLabel('Order').selectOption('change')
  await page.getByText('Changed, not saved').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Changed, not saved').waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'More about this view' }).click()
  await page.getByRole('menuitem', { name: 'Put into the side bar' }).click()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Where it hurts' }).waitFor()
})

test('a dashboard is made from a template, arranged by keyboard, and undone', async () => {
  await page.getByRole('link', { name: 'Dashboards' }).click()
  await page.getByText('No dashboard yet').waitFor()
  await accessible(page, 'no dashboards')
  await page.getByRole('button', { name: 'New dashboard' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make it' }).click()
  const tiles = main().locator('[data-tile]')
  await tiles.first().getByText(/n 2,592/).waitFor()
  assert.equal(await tiles.count(), 6)
  await accessible(page, 'a dashboard being arranged')
  const first = await tiles.first().getAttribute('data-tile')
  const handle = tiles.first().getByRole('button', { name: /^Move/ })
  await handle.focus()
  await page.keyboard.press('ArrowRight')
  await eventually(async () => assert.equal(await tiles.nth(1).getAttribute('data-tile'), first))
  await page.getByRole('button', { name: 'Undo' }).first().click()
  await eventually(async () => assert.equal(await tiles.first().getAttribute('data-tile'), first))
  await page.getByRole('button', { name: 'Add a tile' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click() // the saved view stands first
  await eventually(async () => assert.equal(await tiles.count(), 7))
  await page.getByText(/^Saved \d/).waitFor()
  await page.getByRole('button', { name: 'Done' }).click()
  await main().getByRole('heading', { name: 'Where it hurts' }).waitFor()
  await asPhone('a dashboard')
})

test('two people do not write over each other, and the second is told', async () => {
  const address = `${page.url().split('?')[0]}?edit=1`
  const second = await chromium.page(program.address, { storageState: await page.context().storageState() })
  await second.route('**/api/v1/events', () => {}) // a connection that hangs: no news arrives
  await second.goto(address)
  await second.locator('[data-tile]').first().waitFor()
  await page.goto(address)
  const change = async (on, title) => {
    await on.getByRole('button', { name: /^Change “/ }).first().click()
    await on.getByRole('menuitem', { name: 'Change…' }).click()
    await on.getByRole('dialog').getByLabel('Title').fill(title)
    await on.getByRole('dialog').getByRole('button', { name: 'Change' }).click()
  }
  await change(page, 'The first')
  await page.getByText(/^Saved \d/).waitFor()
  await change(second, 'The second')
  await second.getByText('Somebody changed this dashboard meanwhile').waitFor()
  await accessible(second, 'a conflict')
  await second.getByRole('button', { name: 'Take theirs' }).click()
  await second.getByRole('heading', { name: 'The first' }).waitFor()
  await second.context().close()
})

test('a read-only link opens without a login, asks for its password, and ends', async () => {
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Share link' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('For whom').fill('The board')
  await dialog.getByLabel('Password', { exact: true }).fill('open sesame')
  await accessible(page, 'making a link')
  await dialog.getByRole('button', { name: 'Make a link' }).click()
  const address = await dialog.locator('code').innerText()
  const outside = await chromium.page(program.address)
  await outside.goto(address)
  await outside.getByRole('heading', { name: 'This page asks for a password' }).waitFor()
  await accessible(outside, 'a link that asks for a password')
  await outside.getByLabel('Password', { exact: true }).fill('open sesame')
  await outside.getByRole('button', { name: 'Open' }).click()
  await outside.getByRole('heading', { name: 'Summary' }).waitFor()
  await outside.getByText(/n 2,592/).first().waitFor()
  await accessible(outside, 'a shared dashboard')
  assert.equal(await outside.getByRole('link').count(), 0)
  await dialog.getByRole('button', { name: 'End it' }).click()
  await page.getByText('The link has ended').waitFor()
  await dialog.getByRole('button', { name: 'Close' }).click()
  await outside.reload()
  await outside.getByRole('heading', { name: 'This link has ended' }).waitFor()
  await outside.context().close()
})

test('the roll-up goes down level by level, by keyboard too', async () => {
  await page.getByRole('link', { name: 'Roll-up' }).click()
  const tree = page.getByRole('table', { name: 'NPS by unit' })
  await tree.waitFor()
  assert.equal(await tree.getByRole('row').count(), 11)
  await accessible(page, 'the roll-up')
  const porto = tree.getByRole('button', { name: /Porto$/ })
  await porto.focus()
  await page.keyboard.press('ArrowLeft')
  await eventually(async () => assert.equal(await tree.getByRole('row').count(), 9))
  await page.keyboard.press('ArrowRight')
  const weak = tree.getByRole('row').filter({ hasText: 'Team porto-2' })
  await weak.getByText(/lower/).first().waitFor()
  await weak.getByRole('link', { name: /432 signals/ }).click()
  await page.getByText('432 in this slice').waitFor()
  await page.goBack()
  await tree.waitFor()
  await asPhone('the roll-up')
})

test('nothing complained', () => assert.deepEqual(chromium.complaints, []))
