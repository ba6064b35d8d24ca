// An organisation's structure and people come in as files, and the tree is put in order by drag and by keyboard.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page
const shots = process.env.SHOTS
const shot = async (name, on = page) => { if (shots) await on.screenshot({ path: `${shots}/lists-${name}.png` }) }
const units = async () => (await (await page.request.get(`${program.address}/api/v1/units`)).json()).items
const parentOf = async (key) => { const all = await units(); const u = all.find((x) => x.key === key); return all.find((x) => x.id === u.parent)?.key }

before(async () => {
  program = await serve()
  chromium = await browse()
  page = await chromium.page(program.address)
  await page.goto(program.address)
  await page.getByLabel('Organisation').fill('Alderwick')
  await page.getByLabel('Your name').fill('Olivia Owner')
  await page.getByLabel('E-mail').fill('olivia@alderwick.example')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
  await page.getByRole('button', { name: 'Create the organisation' }).click()
  await page.getByRole('link', { name: 'Skip for now' }).click()
  await page.getByText('No signal has been heard yet').waitFor()
})
after(async () => {
  await chromium?.close()
  await program?.stop()
})

async function choose(list, text) {
  const file = join(program.folder, `${list}.csv`)
  writeFileSync(file, text)
  await page.goto(`${program.address}/lists/${list}`)
  await page.locator('input[type=file]').setInputFiles(file)
}

test('twelve units come in, the bad row is said before and left out', async () => {
  const teams = ['a', 'b', 'c', 'd', 'e', 'f'].map((x) => `team-${x},Team ${x.toUpperCase()},leeds,team`).join('\n')
  await page.goto(`${program.address}/settings/units`)
  await page.getByRole('link', { name: 'From a file' }).click()
  await page.getByText('Choose the file').waitFor()
  await accessible(page, 'choosing a list')
  await choose('units', `key,name,parent,kind\nnorth,North,,region\nsouth,South,,region\nleeds,Leeds,north,site\nhull,Hull,north,site\nbath,Bath,south,site\n${teams}\nlost,Lost,nowhere,team\n`)
  await page.getByText('There is no unit "nowhere", and no row above makes it.').first().waitFor()
  await accessible(page, 'what a list would do')
  await shot('look')
  await page.getByRole('button', { name: 'Take 11 rows in' }).click()
  await page.getByText('taken in', { exact: true }).waitFor()
  await accessible(page, 'a list that was taken in')
  await page.getByRole('link', { name: 'To Units' }).click()
  await page.getByRole('row', { name: /Team F/ }).waitFor()
})

test('a unit is moved by drag and by the arrow keys, and back', async () => {
  const handle = (name) => page.getByRole('button', { name: `Move ${name}:`, exact: false })
  const from = await handle('Team A').boundingBox()
  const to = await page.getByRole('row', { name: /Hull/ }).boundingBox()
  await page.mouse.move(from.x + 8, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(from.x + 12, from.y - 10, { steps: 4 })
  await page.mouse.move(to.x + 200, to.y + 10, { steps: 8 })
  await page.mouse.up()
  await eventually(async () => assert.equal(await parentOf('team-a'), 'hull'))
  await page.getByRole('button', { name: 'Undo' }).click()
  await eventually(async () => assert.equal(await parentOf('team-a'), 'leeds'))
  await handle('Team B').focus()
  await page.keyboard.press('ArrowRight')
  await eventually(async () => assert.equal(await parentOf('team-b'), 'team-a'))
  await page.keyboard.press('ArrowLeft')
  await eventually(async () => assert.equal(await parentOf('team-b'), 'leeds'))
  assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ''), /Move Team B/)
  await accessible(page, 'the tree of units')
  await shot('units')
})

test('employees, customers and purchases come in, and again change nothing', async () => {
  const rows = (n, row) => Array.from({ length: n }, (_, i) => row(i + 1)).join('\n')
  for (const [list, text, n] of [
    ['employees', `id,name,unit\n${rows(12, (i) => `e${i},Employee ${i},team-${'abcdef'[i % 6]}`)}\n`, 12],
    ['customers', `customer id,name,email\n${rows(12, (i) => `c${i},Customer ${i},c${i}@customers.example`)}\n`, 12],
    ['purchases', `order,customer,date,item,total,currency\n${rows(12, (i) => `o${i},c${i},2026-01-${String(i).padStart(2, '0')},Kettle,"12,50",EUR`)}\n`, 12],
  ]) {
    await choose(list, text)
    await page.getByRole('button', { name: `Take ${n} rows in` }).click()
    await page.getByText('taken in', { exact: true }).waitFor()
  }
  await choose('customers', `customer id,name\n${rows(12, (i) => `c${i},Customer ${i}`)}\n`)
  await page.getByRole('button', { name: 'Nothing to take in' }).waitFor()
  const phone = await chromium.page(program.address, { storageState: await page.context().storageState(), viewport: { width: 390, height: 844 }, colorScheme: 'dark' })
  for (const path of ['/lists/units', '/lists/people', '/settings/units', page.url().replace(program.address, '')]) {
    await phone.goto(program.address + path)
    await phone.locator('h1').waitFor()
    await phone.waitForTimeout(400)
    await accessible(phone, `${path} on a phone in the dark`)
    assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} scrolls sideways`)
    await shot(`phone${path.split('?')[0].replaceAll('/', '-')}`, phone)
  }
  await phone.context().close()
})

test('no page complained, and none asked anything of another host', () => {
  assert.deepEqual(chromium.complaints, [])
  assert.doesNotMatch(program.log(), /panic|ERROR/)
})
