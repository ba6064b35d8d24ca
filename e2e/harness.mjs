// The real program and a real browser, for journeys of a person.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const binary = process.env.TOUCHSTONE ?? join(import.meta.dirname, '../bin/touchstone')
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/**
 * Starts the program on an empty folder, with settings from an environment, and returns its address, a way to run commands on
 * the folder, and stop. `before` may fill the folder by commands of the program first.
 */
export async function serve(env = {}, before = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-e2e-'))
  const data = join(folder, 'data')
  const run = (input, ...args) => {
    const r = spawnSync(binary, [...args, '--data', data], { encoding: 'utf8', input })
    assert.equal(r.status, 0, r.stderr)
    return r.stdout.trim()
  }
  before(run)
  const child = spawn(binary, ['serve', '--data', data, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  let said = ''
  child.stderr.on('data', (b) => { said += b })
  const address = await new Promise((resolve, reject) => {
    let out = ''
    child.stdout.on('data', (b) => {
      out += b
      const found = /listening on (http:\S+)/.exec(out)
      if (found) resolve(found[1])
    })
    child.on('exit', (code) => reject(new Error(`the program ended with ${code}: ${said}`)))
  })
  return {
    address,
    folder,
    command: (...args) => run(undefined, ...args),
    /** A command that reads its standard input. */
    commandWith: run,
    log: () => said,
    stop: async () => {
      const gone = new Promise((resolve) => child.on('exit', resolve))
      child.kill('SIGTERM')
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A browser whose pages fail the test on console errors, blocked content and requests to anywhere else. */
export async function browse() {
  const browser = await chromium.launch({ executablePath, headless: true, args: flags })
  const complaints = []
  return {
    browser,
    complaints,
    page: async (address, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', timezoneId: 'UTC', ...options })
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
      page.on('pageerror', (e) => complaints.push(`error on ${page.url()}: ${e}`))
      page.on('console', (m) => {
        // A refused request (401 before signing in) is said by the browser as well; the screens show it themselves.
        if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) complaints.push(`console on ${page.url()}: ${m.text()}`)
      })
      page.on('request', (r) => {
        const u = r.url()
        if (!u.startsWith(address) && !/^(data|blob|about):/.test(u)) complaints.push(`request to ${u}`)
      })
      return page
    },
    close: () => browser.close(),
  }
}

/** Fails on any violation of WCAG 2.2 A and AA that axe finds. */
export async function accessible(page, what) {
  await page.waitForFunction(() => document.getAnimations().every((a) => a.playState !== 'running'))
  // Through the debugger, since the page's own policy rightly refuses injected scripts.
  const found = await page.evaluate(`(async () => { ${axeSource}
    const r = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] })
    return r.violations.map((v) => v.id + ': ' + v.help + ' at ' + v.nodes.map((n) => n.target.join(' ')).join(', ')) })()`)
  assert.deepEqual(found, [], `axe on ${what}`)
}

/** Waits until check passes, and says what it last said when it doesn't. */
export async function eventually(check, within = 10_000) {
  const until = Date.now() + within
  for (;;) {
    try {
      return await check()
    } catch (e) {
      if (Date.now() > until) throw e
      await new Promise((r) => setTimeout(r, 100))
    }
  }
}
