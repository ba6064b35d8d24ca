// Makes the pictures of docs/ anew from the demo: `node e2e/pictures.mjs [name…]`, after `make build`. Each is at most 200 kB.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { browse, serve } from './harness.mjs'
import { furnish, password, signIn } from './furnished.mjs'

const folder = join(import.meta.dirname, '../docs/images')
const wanted = process.argv.slice(2)
const program = await serve({}, (run) => run(`${password}\n`, 'demo', '--signals', '20000', '--password-stdin'))
const chromium = await browse()
try {
  const page = await chromium.page(program.address, { viewport: { width: 1280, height: 800 } })
  await signIn(page, program.address, 'demo@example.org')
  const { api, board, view, cases, survey, journey, other } = await furnish(page, program)
  const file = join(program.folder, 'lounges.csv')
  const words = ['Clean and quiet, the staff helped at once', 'Too crowded after five', 'Good food, few sockets', 'Nobody at the desk']
  writeFileSync(file, ['date,comment,staff_rating,recommend', ...Array.from({ length: 120 }, (_, i) => `2026-0${(i % 9) + 1}-1${i % 10},"${words[i % 4]}, visit ${i + 1}",${(i % 5) + 1},${(i * 3) % 11}`)].join('\n'))
  const customer = (await api('GET', '/customers')).items[0].id
  const pictures = [
    ['overview', '/'], ['explorer', `/explorer?view=${view.id}`], ['dashboard', `/dashboards/${board.id}`], ['rollup', '/rollup?metric=csat'],
    ['cases', '/inbox'], ['case', `/inbox/${cases[0].id}`], ['customer', `/customers/${customer}`], ['case-report', '/case-reports'],
    ['vulnerability', '/impact'], ['vulnerability-area', `/impact/${(await api('GET', '/impact')).areas[0].area}`],
    ['journey', `/journeys/${journey.id}`], ['journey-rules', `/journeys/${journey.id}?open=rules`], ['journeys-beside', `/journeys/compare?ids=${journey.id},${other.id}`],
    ['causes', '/settings/causes'],
    ['results', `/surveys/${survey.id}?tab=results`], ['import', '/imports/new', (on) => on.locator('input[type=file]').first().setInputFiles(file)],
  ]
  for (const [name, at, act] of pictures) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    await page.goto(`${program.address}${at}`)
    await page.waitForFunction(() => document.querySelector('main h1, main h2') && !document.querySelector('[aria-busy=true]'))
    await act?.(page)
    await page.waitForTimeout(act ? 2500 : 700) // what comes last: latest comments, the preview of a file
    const made = await page.screenshot({ path: join(folder, `${name}.png`) })
    assert.ok(made.length <= 200_000, `${name}.png has ${made.length} bytes`)
    console.log(name, made.length)
  }
} finally {
  await chromium.close()
  await program.stop()
}
