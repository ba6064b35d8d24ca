// Metrics, targets, silence and masking, as an administrator meets them.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'

let program, chromium, page, token, phone

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
  await page.getByText('No signal has been heard yet').waitFor()
  token = program.command('token', 'create', '--organisation', 'Alderwick', '--name', 'e2e', '--role', 'admin').split('\n').at(-1).trim()
  phone = await chromium.page(program.address, { viewport: { width: 390, height: 844 }, colorScheme: 'dark', storageState: await page.context().storageState() })
})

after(async () => {
  await chromium?.close()
  await program?.stop()
})

const main = () => page.getByRole('main')
const secret = '4111 1111 1111 1111'

async function send(path, method, body) {
  const r = await fetch(`${program.address}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }, body })
  assert.ok(r.status < 300, `${path}: ${r.status} ${await r.clone().text()}`)
  return r
}

/** A screen as it must look for everybody: wide and light, narrow and dark. */
async function everywhere(what) {
  await accessible(page, what)
  await phone.goto(page.url())
  await phone.getByRole('heading', { level: 1 }).waitFor()
  await phone.waitForLoadState('networkidle')
  await accessible(phone, `${what} on a phone in the dark`)
  assert.equal(await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `${what} scrolls sideways`)
}

test('operational metrics are added, and times come in', async () => {
  await page.goto(`${program.address}/settings/metrics`)
  await page.getByRole('button', { name: 'Add operational metrics' }).click()
  await page.getByText('11 operational metrics are added').waitFor()
  await main().getByText('First response time').waitFor()
  await everywhere('the metrics')
  const lines = Array.from({ length: 120 }, (_, i) =>
    JSON.stringify({ at: `2026-0${1 + (i % 6)}-15T10:00:00Z`, kind: 'operational', touch_point: i % 2 ? 'chat' : 'call', unit: i % 3 ? 'north' : 'south',
      customer: { external_id: `c-${i}` }, measures: { first_response_minutes: 10 + i, first_response_in_time: 10 + i },
      comments: i === 7 ? [{ text: `My card is ${secret} and my pin is 8351` }] : [] }))
  await send('/signals:batch', 'POST', lines.join('\n'))
})

test('a change of scoring is shown before it is made, and kept with its reason', async () => {
  await page.goto(`${program.address}/settings/metrics/first_response_in_time`)
  await eventually(async () => {
    await page.reload()
    await page.getByRole('button', { name: 'Change the scoring' }).click()
    await page.getByLabel('Counts up to').fill('90')
    await page.getByRole('table', { name: 'By month' }).getByText('Jun 2026').waitFor({ timeout: 2000 })
    return true
  })
  const all = page.getByRole('table', { name: 'All answers' })
  assert.match(await all.innerText(), /42\.5\s%[\s\S]*67\.5\s%/)
  await page.getByRole('table', { name: 'By touch point' }).getByText('Chat').waitFor()
  await everywhere('the effect of a scoring')
  await page.getByRole('button', { name: 'Save as version 2' }).click()
  await page.getByText('Say why: it stays in the history').waitFor()
  await page.getByLabel('Why').fill('We promise ninety minutes now')
  await page.getByRole('button', { name: 'Save as version 2' }).click()
  await page.getByText('Scoring version 2 is in force').waitFor()
  await page.getByRole('table', { name: 'Versions of the scoring' }).getByText('We promise ninety minutes now').waitFor()
})

test('targets are set by keyboard and stand beside the figure', async () => {
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByLabel('Whole organisation, 2026').fill('60')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type('95')
  await page.getByRole('button', { name: 'Save the targets' }).click()
  await page.getByText('The targets are saved').waitFor()
  await everywhere('the targets')
  await page.goto(`${program.address}/figures/first_response_in_time?from=2026-01-01&to=2026-07-01`)
  await main().getByText('Target 60.0').first().waitFor()
  await main().getByText('can’t tell').first().waitFor() // 67.5 %, from 58.7 on
  await accessible(page, 'a figure with its target')
})

test('a missed call-back is expected and heard', async () => {
  await page.goto(`${program.address}/settings/expectations`)
  await page.getByText('Nothing is expected yet').waitFor()
  await main().getByRole('button', { name: 'Expect something' }).first().click()
  await page.getByLabel('Name').fill('Call-backs')
  await page.getByText('What a signal anywhere promises by its promised_at comes by then.').waitFor()
  await accessible(page, 'expecting something')
  await page.getByRole('button', { name: 'Expect it' }).click()
  await page.getByRole('button', { name: 'Call-backs' }).waitFor()
  await send('/signals', 'POST', JSON.stringify({ at: new Date().toISOString(), kind: 'operational', touch_point: 'call-back', customer: { external_id: 'c-1' },
    attributes: { promised_at: new Date(Date.now() + 86_400_000).toISOString() } }))
  await eventually(async () => {
    await page.reload()
    await page.getByText('1 waiting').waitFor({ timeout: 1500 })
    return true
  })
  await everywhere('the expectations')
})

test('what nobody should keep is masked, tried out and nowhere on the disk', async () => {
  await page.goto(`${program.address}/settings/masking`)
  await page.getByLabel('A comment').fill(`pay with ${secret}, I am M-12345`)
  await page.getByText('pay with [card number], I am M-12345').waitFor()
  await page.getByRole('button', { name: 'Add a pattern' }).click()
  await page.getByLabel('Name').fill('member number')
  await page.getByLabel('Pattern', { exact: true }).fill('M-(\\d')
  await page.getByText("That isn't a pattern of RE2").first().waitFor()
  await page.getByLabel('Pattern', { exact: true }).fill('\\bM-\\d{5}\\b')
  await page.getByText('pay with [card number], I am [member number]').waitFor()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Saved: what comes in from now on is masked so').waitFor()
  await everywhere('masking')
  await page.goto(`${program.address}/signals?has=comment`)
  await main().getByText('My card is [card number] and my pin is [password]').first().waitFor()
  for (const name of readdirSync(join(program.folder, 'data'), { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue
    const held = readFileSync(join(name.parentPath, name.name))
    for (const s of [secret, secret.replaceAll(' ', ''), '8351 ', 'is 8351']) assert.equal(held.includes(s), false, `${name.name} holds ${s}`)
  }
  assert.equal(program.log().includes('4111'), false)
  assert.deepEqual(chromium.complaints, [])
})
