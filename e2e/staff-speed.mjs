// Measures the staff interface for `make bench`: what the first load brings over the wire, and how long each of a working
// day's interactions takes until the next paint (the browser's Event Timing, as for INP). Prints JSON.
//   node e2e/staff-speed.mjs ADDRESS EMAIL PASSWORD
import { chromium } from 'playwright-core'

const [address, email, password] = process.argv.slice(2)
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const screen = { viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'UTC' }

const browser = await chromium.launch({ executablePath, headless: true, args: flags })
try {
  const first = await browser.newContext(screen)
  const door = await first.newPage()
  await door.goto(`${address}/sign-in`)
  await door.getByLabel('E-mail').fill(email)
  await door.getByLabel('Password', { exact: true }).fill(password)
  await door.getByRole('button', { name: 'Sign in' }).click()
  await door.getByRole('heading', { name: 'Overview' }).first().waitFor()
  const storageState = await first.storageState()
  await first.close()
  const load = await firstLoad(storageState)
  console.log(JSON.stringify({ ...load, actions: await interactions(storageState) }))
} finally {
  await browser.close()
}

/** Bytes over the wire, as compressed, until the Overview shows its figures, in a browser that has never been here. */
async function firstLoad(storageState) {
  const context = await browser.newContext({ ...screen, storageState })
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  await wire.send('Network.enable')
  const kinds = new Map()
  let files = 0
  let data = 0
  wire.on('Network.responseReceived', (e) => kinds.set(e.requestId, e.response.url.includes('/api/') ? 'data' : 'file'))
  wire.on('Network.loadingFinished', (e) => {
    if (kinds.get(e.requestId) === 'file') files += e.encodedDataLength
    else if (kinds.has(e.requestId)) data += e.encodedDataLength
  })
  const began = performance.now()
  await page.goto(address)
  await page.getByRole('main').getByRole('heading', { name: 'NPS' }).first().waitFor()
  const ready = performance.now() - began
  await page.waitForTimeout(2000) // what is fetched ahead counts too
  await context.close()
  return { files, data, ready }
}

async function interactions(storageState) {
  const context = await browser.newContext({ ...screen, storageState })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  await page.addInitScript(() => {
    window.slow = []
    new PerformanceObserver((list) => {
      for (const e of list.getEntries()) if (e.interactionId) window.slow.push({ id: e.interactionId, ms: e.duration })
    }).observe({ type: 'event', durationThreshold: 16, buffered: true })
  })
  const out = []
  /** Does something and notes the slowest of its interactions; what the browser doesn't report took less than 16 ms. */
  const act = async (name, fn) => {
    await page.evaluate(() => { window.slow = [] })
    await fn()
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60))))
    const took = await page.evaluate(() => Math.max(0, ...window.slow.map((e) => e.ms)))
    out.push({ name, ms: Math.max(16, took) })
  }
  const key = (name, ...keys) => act(name, async () => { for (const k of keys) await page.keyboard.press(k) })
  const press = (name, locator) => act(name, () => locator.click())
  const main = page.getByRole('main')

  for (let round = 0; round < 3; round++) {
    await page.goto(address)
    await main.getByRole('heading', { name: 'NPS' }).first().waitFor()
    await page.waitForTimeout(500)
    await press('overview: period', main.getByRole('button', { name: /days|month|All time|period/i }).first())
    await key('overview: close it', 'Escape')
    await key('palette: open', 'Control+K')
    await page.getByRole('dialog').getByRole('textbox').waitFor()
    for (const letter of 'inbox') await key(`palette: type ${letter}`, letter)
    await key('palette: go', 'Enter')
    await main.getByRole('heading', { name: 'Inbox' }).first().waitFor()
    await main.getByRole('listitem').nth(5).waitFor()
    await page.waitForTimeout(300)
    for (let i = 0; i < 8; i++) await key('inbox: next', 'j')
    await key('inbox: previous', 'k')
    await key('inbox: mark', 'x')
    await key('inbox: unmark', 'x')
    await key('inbox: open a case', 'Enter')
    await page.waitForTimeout(500)
    await page.goto(`${address}/signals?from=all`)
    const words = main.getByLabel('Search comments')
    await words.waitFor()
    await page.waitForTimeout(500)
    await press('signals: the search', words)
    for (const letter of 'refund') await key(`signals: type ${letter}`, letter)
    await key('signals: search', 'Enter')
    await page.waitForTimeout(700)
    await press('signals: add a filter', main.getByRole('button', { name: /filter/i }).first())
    await key('signals: close it', 'Escape')
    await page.goto(`${address}/explorer?from=all&by=touch_point`)
    await main.getByRole('radio', { name: 'Bars' }).waitFor()
    await page.waitForTimeout(800)
    for (const shape of ['Bars', 'Table', 'Heat map', 'Bars']) {
      const radio = main.getByRole('radio', { name: shape })
      if (await radio.isEnabled().catch(() => false)) await press(`explorer: ${shape}`, main.locator('label', { has: page.getByRole('radio', { name: shape }) }).or(radio).first())
      await page.waitForTimeout(300)
    }
    await press('side bar: Customers', page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Customers' }))
    await page.waitForTimeout(500)
    await press('side bar: Overview', page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }))
    await page.waitForTimeout(300)
  }
  await context.close()
  return out
}
