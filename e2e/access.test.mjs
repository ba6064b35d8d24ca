// A person is invited by mail, joins, turns two-factor sign-in on, comes back with it, and ends a session elsewhere.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { accessible, browse, eventually, serve } from './harness.mjs'
import { mailbox } from './mailbox.mjs'

const password = 'correct horse battery staple'
let program, chromium, post, owner, mia, secret, codes

before(async () => {
  post = await mailbox()
  program = await serve(post.settings)
  chromium = await browse()
  owner = await chromium.page(program.address)
})

after(async () => {
  await chromium?.close()
  await program?.stop()
  await post?.close()
})

const main = (page) => page.getByRole('main')
const phoneInTheDark = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }
/** A picture for whoever looks, where a folder for them is named. */
const picture = async (page, name) => {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png`, fullPage: false })
}
const narrow = async (page, what) =>
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${what} scrolls sideways`)

/** What an authenticator app shows (RFC 6238), a step later where that one was used. */
function totp(key, later = 0) {
  let bits = ''
  for (const c of key.replaceAll(' ', '')) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')
  const bytes = Buffer.from(bits.match(/.{8}/g).map((b) => Number.parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const mac = createHmac('sha1', bytes).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, '0')
}

test('an owner invites a person, who gets a letter', async () => {
  await owner.goto(program.address)
  await owner.getByLabel('Organisation').fill('Northwind')
  await owner.getByLabel('Your name').fill('Olga Owner')
  await owner.getByLabel('E-mail').fill('olga@example.org')
  await owner.getByLabel('Password', { exact: true }).fill(password)
  await owner.getByRole('button', { name: 'Create the organisation' }).click()
  await owner.getByRole('link', { name: 'Skip for now' }).click()
  await owner.getByText('No signal has been heard yet').waitFor()
  const state = await (await owner.request.get(`${program.address}/api/v1/session`)).json()
  assert.equal(state.mail, true)
  for (let n = 1; n <= 10; n++) {
    const r = await owner.request.post(`${program.address}/api/v1/users`, { data: { name: `Person ${n}`, email: `p${n}@example.org`, password, role: 'agent' } })
    assert.equal(r.status(), 201)
  }
  await owner.goto(`${program.address}/settings/people`)
  await owner.getByRole('button', { name: 'Invite a person' }).click()
  await owner.getByRole('textbox', { name: 'E-mail' }).fill('nonsense')
  await owner.getByRole('button', { name: 'Invite', exact: true }).click()
  await owner.getByText('Enter an e-mail address').waitFor()
  await owner.getByRole('textbox', { name: 'E-mail' }).fill('mia@example.org')
  await owner.getByLabel('Role').selectOption('supervisor')
  await accessible(owner, 'the invitation')
  await picture(owner, 'access-the-invitation')
  await owner.getByRole('button', { name: 'Invite', exact: true }).click()
  await owner.getByText('It is shown this once').waitFor()
  const link = (await owner.getByRole('dialog').locator('code').innerText()).trim()
  await owner.getByRole('button', { name: 'Done' }).click()
  await main(owner).getByText('mia@example.org').first().waitFor()
  await accessible(owner, 'people and invitations')
  await picture(owner, 'access-people-and-invitations')
  const letter = await post.wait(1)
  assert.equal(letter.to, 'mia@example.org')
  assert.match(letter.subject, /Olga Owner invites you to Northwind/)
  assert.ok(letter.text.includes(link), letter.text)
  mia = await chromium.page(program.address, phoneInTheDark)
  await mia.goto(link)
})

test('they join with a name and a password', async () => {
  await mia.getByRole('heading', { name: 'Join Northwind' }).waitFor()
  await accessible(mia, 'joining')
  await picture(mia, 'access-joining')
  await mia.getByLabel('Your name').fill('Mia Moss')
  await mia.getByLabel('Password', { exact: true }).fill(password)
  await mia.getByRole('button', { name: 'Join Northwind' }).click()
  await mia.waitForURL(`${program.address}/`)
  await owner.reload()
  await main(owner).getByText('Mia Moss').first().waitFor()
  assert.equal(await main(owner).getByText('Invited', { exact: true }).count(), 0)
})

test('they turn two-factor sign-in on', async () => {
  await mia.goto(`${program.address}/settings/account`)
  await mia.getByRole('button', { name: 'Set up two-factor sign-in' }).click()
  await mia.getByRole('button', { name: 'Set it up' }).click()
  await mia.getByAltText('QR code for the authenticator app').waitFor()
  secret = (await main(mia).locator('code').first().innerText()).trim()
  await accessible(mia, 'setting two factors up')
  await picture(mia, 'access-setting-two-factors-up')
  await mia.getByLabel('Code').fill('000000')
  await mia.getByRole('button', { name: 'Turn it on' }).click()
  await mia.getByText(/wrong/).first().waitFor()
  await mia.getByLabel('Code').fill(totp(secret))
  await mia.getByRole('button', { name: 'Turn it on' }).click()
  await mia.getByText('shown this once').waitFor()
  codes = await mia.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts()
  assert.equal(codes.length, 10)
  await accessible(mia, 'recovery codes')
  await picture(mia, 'access-recovery-codes')
  await mia.getByRole('button', { name: 'I have kept them' }).click()
  await mia.getByText('10 recovery codes are left.').waitFor()
  await accessible(mia, 'the account on a phone')
  await picture(mia, 'access-the-account-on-a-phone')
  await narrow(mia, 'the account')
})

test('signing in elsewhere asks for a code, which is good once', async () => {
  const desk = await chromium.page(program.address)
  await desk.goto(program.address)
  await desk.getByLabel('E-mail').fill('mia@example.org')
  await desk.getByLabel('Password', { exact: true }).fill(password)
  await desk.getByRole('button', { name: 'Sign in' }).click()
  await desk.getByRole('heading', { name: 'Enter your code' }).waitFor()
  await accessible(desk, 'the code')
  await picture(desk, 'access-the-code')
  const code = totp(secret, 1)
  await desk.getByLabel('Code').fill(code)
  await desk.getByRole('button', { name: 'Sign in' }).click()
  await desk.getByText('No signal has been heard yet').waitFor()
  const again = await mia.request.post(`${program.address}/api/v1/session`, { data: { email: 'mia@example.org', password, code } })
  assert.equal((await again.json()).code, 'wrong_code')

  await desk.goto(`${program.address}/settings/account`)
  const sessions = desk.getByRole('table', { name: 'Sessions' })
  await eventually(async () => assert.equal(await sessions.getByRole('row').count(), 3))
  await sessions.getByText('this one').waitFor()
  await accessible(desk, 'the account')
  await picture(desk, 'access-the-account')
  await sessions.getByRole('button', { name: /End the session/ }).click()
  await eventually(async () => assert.equal(await sessions.getByRole('row').count(), 2))
  await mia.reload()
  await mia.getByRole('heading', { name: 'Sign in' }).waitFor()
  await accessible(mia, 'sign-in on a phone')
  await picture(mia, 'access-sign-in-on-a-phone')
  await desk.context().close()
})

test('a lost device is replaced by a recovery code, a forgotten password by a letter', async () => {
  await mia.getByRole('link', { name: 'Forgot your password?' }).click()
  await mia.getByLabel('E-mail').fill('mia@example.org')
  await mia.getByRole('button', { name: 'Send me a link' }).click()
  await mia.getByText(/a letter is on its way/).waitFor()
  await accessible(mia, 'a forgotten password')
  await picture(mia, 'access-a-forgotten-password')
  const letter = await post.wait(2)
  await mia.goto(/http\S+\/reset#\S+/.exec(letter.text)[0])
  await mia.getByLabel('New password', { exact: true }).fill('another correct horse')
  await mia.getByRole('button', { name: 'Set the password' }).click()
  await mia.getByText('The new password holds').waitFor()
  await mia.getByRole('link', { name: 'To sign-in' }).click()
  await mia.getByLabel('E-mail').fill('mia@example.org')
  await mia.getByLabel('Password', { exact: true }).fill('another correct horse')
  await mia.getByRole('button', { name: 'Sign in' }).click()
  await mia.getByLabel('Code').fill(codes[0])
  await mia.getByRole('button', { name: 'Sign in' }).click()
  await mia.waitForURL(`${program.address}/`)
})

test('an administrator sees a member signed in and shuts them out at once', async () => {
  await owner.goto(`${program.address}/settings/people`)
  await owner.getByRole('button', { name: 'Change Mia Moss' }).click()
  await owner.getByRole('menuitem', { name: 'Sessions…' }).click()
  await owner.getByRole('dialog').getByRole('row').nth(1).waitFor()
  await accessible(owner, 'a member’s sessions')
  await picture(owner, 'access-a-members-sessions')
  await owner.getByRole('button', { name: 'Close' }).click()
  await owner.getByRole('button', { name: 'Change Mia Moss' }).click()
  await owner.getByRole('menuitem', { name: 'Shut out' }).click()
  await main(owner).getByText('shut out').waitFor()
  await mia.reload()
  await mia.getByRole('heading', { name: 'Sign in' }).waitFor()
})

test('no page complained, and nothing was asked of anybody else', () => assert.deepEqual(chromium.complaints, []))
