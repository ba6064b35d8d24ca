// Files of every kind come in: a workbook of two sheets, lines of JSON, a mapping that is saved and found again, and a folder
// whose files come in by themselves.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'
import { workbook } from './workbook.mjs'

let program, chromium, page, root
const shot = async (name) => {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true })
}
const main = () => page.getByRole('main')

before(async () => {
  root = mkdtempSync(join(tmpdir(), 'touchstone-incoming-'))
  program = await serve({ TOUCHSTONE_IMPORT_ROOT: root })
  program.commandWith('correct horse battery staple\n', 'setup', '--organisation', 'Alderwick', '--email', 'lena@example.org', '--name', 'Lena Quist', '--password-stdin')
  chromium = await browse()
  page = await chromium.page(program.address)
  await page.goto(program.address)
  await page.getByLabel('E-mail').fill('lena@example.org')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Imports' }).first().waitFor()
})

after(async () => {
  await chromium?.close()
  await program?.stop()
  rmSync(root, { recursive: true, force: true })
})

const day = (n) => new Date(Date.UTC(2026, 2, 1 + n))
const rows = (n, word, from = 0) => Array.from({ length: n }, (_, i) => [day((i + from) % 60), `${word} ${i + from}, said in a few words of one's own`, 1 + ((i * 7) % 5), (i * 3) % 11])
const head = ['date', 'comment', 'staff_rating', 'recommend']

async function choose(name, bytes) {
  await page.goto(`${program.address}/imports`)
  const file = join(program.folder, name)
  writeFileSync(file, bytes)
  await page.locator('input[type=file]').first().setInputFiles(file)
}

test('a workbook comes in, sheet by sheet', async () => {
  await choose('lounges.xlsx', workbook({ Spring: [head, ...rows(24, 'spring')], Notes: [], Summer: [head, ...rows(12, 'summer')] }))
  await page.getByRole('button', { name: 'Import 24 rows' }).waitFor()
  await page.getByText('Excel · Spring').waitFor()
  await page.getByLabel('Sheet of the workbook').selectOption({ label: 'Summer' })
  await page.getByRole('button', { name: 'Import 12 rows' }).waitFor()
  await shot('workbook')
  await accessible(page, 'the mapping of a sheet')
  await page.getByLabel('Sheet of the workbook').selectOption({ label: 'Spring' })
  await page.getByRole('button', { name: 'Import 24 rows' }).waitFor()
  await page.reload() // nothing is lost
  await page.getByRole('button', { name: 'Import 24 rows' }).waitFor()
})

test('its mapping is saved under a name', async () => {
  await page.getByRole('button', { name: 'Mapping', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Save under a name…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Lounge answers')
  await accessible(page, 'saving a mapping')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The saved mapping').waitFor()
  await page.getByRole('button', { name: 'Import 24 rows' }).click()
  await main().getByText('Done').first().waitFor()
  await page.getByText('Lounge answers, version 1').waitFor()
})

test('a file with the same columns gets it by itself', async () => {
  await choose('later.csv', ['date,comment,staff_rating,recommend', ...rows(10, 'later', 100).map(([d, ...r]) => [d.toISOString().slice(0, 10), `"${r[0]}"`, ...r.slice(1)].join(','))].join('\n'))
  await page.getByText('The saved mapping').waitFor()
  await page.getByRole('button', { name: 'Import 10 rows' }).waitFor()
  await shot('saved')
  await accessible(page, 'a saved mapping in use')
  await page.getByRole('button', { name: 'Import 10 rows' }).click()
  await main().getByText('Done').first().waitFor()
})

test('lines of JSON come in, broken ones refused by number', async () => {
  const lines = rows(10, 'json', 200).map(([d, text, staff, nps]) => JSON.stringify({ date: d.toISOString(), words: { comment: text }, score: { staff, nps } }))
  lines.splice(3, 0, '{"date": broken')
  await choose('answers.ndjson', lines.join('\n'))
  await page.getByRole('button', { name: 'Import 10 rows' }).waitFor()
  await page.getByText('words.comment').first().waitFor()
  await page.getByRole('button', { name: 'Import 10 rows' }).click()
  await main().getByText('Done').first().waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Rejected rows' }).click()])
  const text = await (await import('node:fs/promises')).readFile(await file.path(), 'utf8')
  assert.match(text, /4,"The line isn't a JSON object/)
})

test('a bomb is refused in a sentence', async () => {
  await choose('bomb.xlsx', workbook({ Bomb: [head, ...rows(3, 'x')] }).subarray(0, 900))
  await page.getByText('This workbook can’t be read').or(page.getByText("This workbook can't be read")).waitFor()
  await accessible(page, 'a refused file')
})

test('files of a watched folder come in by themselves, each once', async () => {
  await page.goto(`${program.address}/imports/folders`)
  await page.getByText('No folder is watched').waitFor()
  await shot('no-folder')
  const base = (await page.locator('code').first().innerText()).trim()
  assert.ok(base.startsWith(root))
  mkdirSync(join(base, 'daily'), { recursive: true })
  const text = (n, from) => ['date,comment,staff_rating,recommend', ...rows(n, 'folder', from).map(([d, ...r]) => [d.toISOString().slice(0, 10), `"${r[0]}"`, ...r.slice(1)].join(','))].join('\n')
  for (let i = 0; i < 10; i++) writeFileSync(join(base, 'daily', `day-${i}.csv`), text(5, 300 + 10 * i))
  writeFileSync(join(base, 'daily', 'day-x.csv'), 'nothing,that\nfits,here\n')
  await page.getByRole('button', { name: 'Watch a folder' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Daily answers')
  await dialog.getByLabel('Folder below the base').fill('../outside')
  await dialog.getByRole('button', { name: 'Watch it' }).click()
  await dialog.getByText('lies outside the base').first().waitFor()
  await accessible(page, 'a folder refused')
  await dialog.getByLabel('Folder below the base').fill('daily')
  await dialog.getByRole('button', { name: 'Watch it' }).click()
  await page.getByText('Waiting until it stops changing').first().waitFor()
  await eventually(async () => {
    assert.equal(await main().getByText('Imported', { exact: true }).count(), 10)
    assert.equal(await main().getByText('Failed', { exact: true }).count(), 1)
  }, 30_000)
  await shot('folders')
  await accessible(page, 'watched folders')
  await eventually(() => assert.equal(readdirSync(join(base, 'daily', 'done')).length, 10))
  assert.ok(existsSync(join(base, 'daily', 'failed', 'day-x.csv')))
})

test('all of it at 390 px in the dark', async () => {
  const phone = await chromium.page(program.address, {
    viewport: { width: 390, height: 844 }, colorScheme: 'dark', storageState: await page.context().storageState(),
  })
  for (const [path, words] of [['/imports', 'lounges.xlsx'], ['/imports/mappings', 'Lounge answers'], ['/imports/folders', 'Daily answers']]) {
    await phone.goto(program.address + path)
    await phone.getByText(words).first().waitFor()
    await accessible(phone, `${path} on a phone`)
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} scrolls sideways`)
    if (process.env.SHOTS) await phone.screenshot({ path: join(process.env.SHOTS, `phone${path.replaceAll('/', '-')}.png`), fullPage: true })
  }
  await page.goto(`${program.address}/imports/mappings`)
  await page.getByText('Lounge answers').first().waitFor()
  await shot('mappings')
  await page.goto(`${program.address}/imports`)
  await page.getByText('lounges.xlsx').first().waitFor()
  await shot('imports')
  assert.deepEqual(chromium.complaints, [])
})
