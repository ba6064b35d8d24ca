// Measures the journey map of 150 touch points for `make bench`: how long keys, typing and zoom take until the next paint (the
// browser's Event Timing), and how even the frames are while a card is dragged. Prints JSON.
//   node e2e/map-speed.mjs ADDRESS EMAIL PASSWORD
import { chromium } from 'playwright-core'

const [address, email, password] = process.argv.slice(2)
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

const browser = await chromium.launch({ executablePath, headless: true, args: flags })
try {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'UTC' })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.addInitScript(() => {
    window.slow = []
    new PerformanceObserver((list) => {
      for (const e of list.getEntries()) if (e.interactionId) window.slow.push(e.duration)
    }).observe({ type: 'event', durationThreshold: 16, buffered: true })
  })
  await page.goto(`${address}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).first().waitFor()
  const journey = await draw(page)
  const began = performance.now()
  await page.goto(`${address}/journeys/${journey}`)
  await page.locator('[data-card]').nth(149).waitFor({ state: 'attached' })
  const ready = performance.now() - began
  await page.waitForTimeout(1000)
  const actions = await interactions(page)
  const frames = await drag(page)
  console.log(JSON.stringify({ ready, actions, frames }))
} finally {
  await browser.close()
}

/** A map of 150 cards in eight stages and all lanes. */
async function draw(page) {
  const call = async (path, data) => (await page.request.post(`${address}/api/v1${path}`, { data, headers: { Origin: address } })).json()
  const { id } = await call('/journeys', { name: `A large map ${Date.now()}` })
  const stages = Array.from({ length: 8 }, (_, s) => ({ op: 'add_stage', id: `s${s}`, after: s ? `s${s - 1}` : '', set: { name: `Stage ${s + 1}`, phase: ['before', 'before', 'before', 'during', 'during', 'after', 'after', 'after'][s], feel: { text: 'at ease' }, think: { text: 'they know me' }, do: { text: 'come again' } } }))
  const lanes = ['front_stage', 'front_stage', 'front_stage', 'back_stage', 'support', 'customer']
  const cards = Array.from({ length: 150 }, (_, i) => ({ op: 'add_card', id: `k${i}`, after: i ? `k${i - 1}` : '', stage: `s${i % 8}`, lane: lanes[Math.floor(i / 8) % 6], set: { task: `Receive letter number ${i}`, initiator: i % 5 ? 'organisation' : 'customer', discovered: i % 5 === 0, function: 'Service', channels: ['phone', 'e-mail'], touch_point: `point-${i}`, emotion: (i % 5) - 2 } }))
  await call(`/journeys/${id}/edits`, { edits: [...stages, ...cards] })
  return id
}

async function interactions(page) {
  const out = []
  const act = async (name, fn) => {
    await page.evaluate(() => { window.slow = [] })
    await fn()
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60))))
    out.push({ name, ms: Math.max(16, ...(await page.evaluate(() => window.slow))) })
  }
  const key = (name, k) => act(name, () => page.keyboard.press(k))
  const card = page.locator('[data-item="card:k9"]')
  await card.focus()
  for (let i = 0; i < 4; i++) for (const k of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) await key('go', k)
  for (let i = 0; i < 4; i++) for (const k of ['Alt+ArrowRight', 'Alt+ArrowDown', 'Alt+ArrowLeft', 'Alt+ArrowUp']) await key('carry by keyboard', k)
  for (let i = 0; i < 6; i++) await key('undo', 'Control+z')
  for (let i = 0; i < 3; i++) await key('redo', 'Control+Shift+z')
  for (let i = 0; i < 4; i++) await key('zoom', 'Control+-')
  for (let i = 0; i < 4; i++) await key('zoom', 'Control+=')
  for (let i = 0; i < 4; i++) {
    await act('open a card', () => page.locator(`[data-item="card:k${8 + i}"]`).click())
    const field = page.getByRole('complementary').getByLabel('The one event, as a person would say it')
    await field.click()
    await page.keyboard.press('End')
    for (const letter of ' again') await key('type', letter)
    await key('close it', 'Escape')
  }
  return out
}

/** Milliseconds from frame to frame while a card is carried over the map. */
async function drag(page) {
  const from = await page.locator('[data-item="card:k0"]').boundingBox()
  await page.evaluate(() => {
    window.frames_ = []
    let last = performance.now()
    const tick = (now) => {
      window.frames_.push(now - last)
      last = now
      window.ticking = requestAnimationFrame(tick)
    }
    window.ticking = requestAnimationFrame(tick)
  })
  await page.mouse.move(from.x + 30, from.y + 8)
  await page.mouse.down()
  for (let i = 0; i < 240; i++) await page.mouse.move(from.x + 30 + 300 * Math.sin(i / 40) ** 2 + i, from.y + 20 + 200 * Math.sin(i / 23) ** 2)
  await page.mouse.up()
  const frames = await page.evaluate(() => { cancelAnimationFrame(window.ticking); return window.frames_ })
  return frames.slice(3)
}
