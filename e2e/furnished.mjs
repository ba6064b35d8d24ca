// An organisation with something on every screen, and the list of all screens: for journeys that walk the whole product.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from './harness.mjs'

const src = join(import.meta.dirname, '../ui/src')
export const password = 'correct horse battery staple'

/** Signs somebody in on a page, and waits for the first screen. */
export async function signIn(page, address, email, secret = password) {
  await page.goto(`${address}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

/** Calls the API as whoever is signed in on the page. */
export const caller =
  (page, address) =>
  async (method, path, data, headers = {}) => {
    const r = await page.request.fetch(`${address}/api/v1${path}`, {
      method,
      data,
      headers: { Origin: address, ...headers },
    })
    assert.ok(r.ok(), `${method} ${path}: ${r.status()} ${await r.text()}`)
    return r.status() === 204 ? null : r.json()
  }

const everything = { preset: 'last_12_months' }
const none = { kind: 'none' }
const rest = { kind: 'rest' }
const spec = (shape, by, more = {}) => ({ metrics: ['csat'], by, shape, period: everything, against: none, ...more })
const tile = (id, width, height, spec, title) => ({
  id,
  kind: 'view',
  width,
  height,
  spec: { ...spec, period: { preset: 'standing' } },
  ...(title ? { title } : {}),
})

/** Adds to the demo what only people make: dashboards, surveys, calendars, colleagues … `page` is signed in as its owner. */
export async function furnish(page, program) {
  const api = caller(page, program.address)
  for (const [name, role] of [
    ['Ana Berg', 'agent'],
    ['Vera Lind', 'viewer'],
    ['Max Moreau', 'manager'],
  ])
    await api('POST', '/users', { name, email: `${name.split(' ')[0].toLowerCase()}@example.org`, password, role })
  const view = await api('POST', '/views', {
    name: 'Touch points by month',
    shared: true,
    spec: spec('heat', ['touch_point', 'time'], { order: 'lowest' }),
  })
  await api('POST', '/views', {
    name: 'Sites against the rest',
    shared: false,
    spec: spec('bars', ['unit.site'], { against: rest }),
  })
  const board = await api('POST', '/dashboards', {
    name: 'Service board',
    description: 'What we look at on Mondays.',
    shared: true,
    period: everything,
    against: { kind: 'year' },
    where: [],
    tiles: [
      tile('a', 4, 1, spec('figure', [])),
      tile('b', 4, 1, spec('figure', [], { metrics: ['nps'] })),
      tile('c', 4, 1, spec('figure', [], { metrics: ['ces'] })),
      tile('d', 8, 2, spec('lines', ['time'], { metrics: ['nps'] })),
      {
        id: 'e',
        kind: 'note',
        width: 4,
        height: 2,
        text: 'Installation and self-service are the two we work on this quarter.',
      },
      tile('f', 6, 3, spec('bars', ['unit.site'], { against: rest })),
      tile('g', 6, 3, spec('bars', ['touch_point'], { order: 'lowest' })),
      tile('h', 12, 3, spec('heat', ['touch_point', 'time'], { order: 'lowest' })),
      tile('i', 12, 3, spec('table', ['unit.team'], { metrics: ['csat', 'nps'], order: 'lowest' })),
    ],
  })
  const link = await api('POST', '/links', {
    kind: 'dashboard',
    item: board.id,
    expires_at: new Date(Date.now() + 30 * 864e5).toISOString(),
    note: 'The board',
  })
  const survey = await api('POST', '/surveys', { name: 'After the contact', definition: surveyOf() })
  await api('POST', `/surveys/${survey.id}/publish`)
  await answer(program.address, (await api('GET', `/surveys/${survey.id}`)).url, 12)
  await api('POST', '/surveys', { name: 'A draft', definition: { language: 'en', questions: [] } })
  await api('POST', '/reply-templates', {
    name: 'First answer',
    language: 'en',
    subject: 'Your request {{case.ref}}',
    body: 'Dear {{customer.name}},\n\nthank you for telling us. We are looking into it.',
    shared: true,
  })
  await api('POST', '/expectations', {
    name: 'Call back when promised',
    kind: 'promise',
    answer_at: 'due_at',
    on: false,
  }).catch(() => {})
  await api('POST', '/tokens', { name: 'Data warehouse', role: 'analyst' })
  await api('POST', '/user-invitations', { name: 'Ines Novak', email: 'ines@example.org', role: 'agent' }).catch(
    () => {},
  )
  await api('PUT', '/scorecard/definition', { metrics: ['csat', 'nps'], units: [], days: 90 }, { 'If-Match': '"0"' })
  await api('POST', '/reports', {
    name: 'Mondays for the board',
    what: 'dashboard',
    item: board.id,
    on: true,
    recipients: ['demo@example.org'],
    schedule: { every: 'week', day: 1, hour: 7, minute: 0 },
  })
  await api('POST', '/exports', { what: 'figures', format: 'csv', metrics: ['csat'], by: ['unit.site'] })
  await api('POST', '/impact/proposals', { touch_points: ['billing', 'phone-support', 'installation', 'self-service', 'order', 'delivery', 'returns', 'complaint', 'renewal', 'chat-support'] })
  await api('PUT', '/impact/inputs?input=value', { source: 'assumption', p10: 20000, p90: 60000, reason: 'Margin per customer, finance' })
  const promise = await api('POST', '/promises', {
    text: 'We call back when we say.',
    tenets: [
      {
        name: 'Called back',
        behaviour: 'Whoever promised a call makes it, on time',
        metric: 'csat',
        target: 80,
        touch_points: ['billing'],
      },
      { name: 'Heard', behaviour: 'We say back what we understood' },
    ],
  })
  await api('POST', '/priorities', { name: 'Fewer repeat contacts', due: '2026-12-31' })
  await api('POST', '/value-computations', { kind: 'non_contractual', horizon_days: 365, margin_share: 0.35, discount_rate: 0.1, currency: 'EUR' })
  await api('POST', '/loyalty/measuring', { metric: 'csat', at_most: 2, settled: 'first_contact', exposure_weeks: 26, outcome_weeks: 26, currency: 'EUR' })
  const moment = await truth(api)
  const journey = await api('POST', '/journeys', { name: 'Line and internet', template: 'telecom' })
  const business = { name: 'Line and internet, companies', segment: 'Business', template: 'telecom' }
  const other = await api('POST', '/journeys', business)
  const workshop = await api('POST', `/journeys/${journey.id}/workshops`, {
    title: 'Half a day in Porto',
    held_on: '2026-11-30',
  })
  await api('POST', `/journeys/${journey.id}/workshops/${workshop.id}/edits`, {
    edits: [
      { op: 'add_person', id: 'ana', set: { name: 'Ana Costa', function: 'Sales', present: true } },
      {
        op: 'add_person',
        id: 'bo',
        set: { name: 'Bo Lind', function: 'Field service', present: true, first_line: true },
      },
      { op: 'set_step', id: 'promise', set: { note: 'Everybody read it aloud.', done: true } },
      {
        op: 'add_decision',
        id: 'd1',
        set: {
          text: 'Sales shows every letter to support first',
          owner: 'Ana Costa',
          due: '2026-12-15',
          step: 'promise',
        },
      },
    ],
  })
  const cases = (await api('GET', '/cases')).items
  await api('POST', '/commitments', {
    case: cases[0].id,
    text: 'Call back about the bill',
    due_at: new Date(Date.now() + 864e5).toISOString(),
  })
  const calendar = await api('POST', '/calendars', {
    name: 'Service desk',
    zone: 'Europe/Berlin',
    standard: true,
    units: [],
    holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
    week: [
      ...Array(5).fill([
        { from: '08:00', to: '12:00' },
        { from: '13:00', to: '18:00' },
      ]),
      [{ from: '09:00', to: '13:00' }],
      [],
    ],
  })
  const file = join(program.folder, 'reviews.csv')
  writeFileSync(
    file,
    [
      'date,comment,stars',
      ...Array.from(
        { length: 40 },
        (_, i) => `2026-01-${String((i % 28) + 1).padStart(2, '0')},"Review ${i}, in a few words",${(i % 5) + 1}`,
      ),
    ].join('\n'),
  )
  await page.goto(`${program.address}/imports`)
  await page.locator('input[type=file]').first().setInputFiles(file)
  await page.getByRole('button', { name: 'Import 40 rows' }).click()
  await page.getByRole('main').getByText('Done').first().waitFor()
  await eventually(async () => assert.equal((await api('GET', '/exports')).items[0].state, 'done'))
  return { api, view, board, link, calendar, survey, cases, promise, moment, journey, other, workshop }
}

/** A moment of truth at one of the demo's weak touch points, with everything about it. */
async function truth(api) {
  const moment = await api('POST', '/moments', {
    touch_point: 'installation',
    why: 'The first time anybody from us stands in their home.',
  })
  const at = `/moments/${moment.id}`
  const said = (
    await api(
      'GET',
      '/signals?where=touch_point:installation&where=metric.csat<=2&where=kind!:employee&has=comment&limit=8',
    )
  ).items
  const words = said[0].comments[0].text.split(/[.!?]/)[0].trim()
  const criterion = await api('POST', `${at}/criteria`, {
    signal: said[0].id,
    wording: words,
    quality: 'recovery',
    metric: 'csat',
    threshold: 80,
    incident: 'failure',
  })
  for (const s of said.slice(1)) await api('POST', `${at}/incidents`, { signal: s.id, kind: 'failure' })
  const first = (await api('GET', at)).incidents[0]
  await api(
    'PUT',
    `${at}/incidents/${first.id}`,
    { kind: 'failure', codes: ['passed_on', 'not_authorised'] },
    { 'If-Match': '"1"' },
  )
  await api('POST', `${at}/criteria/${criterion.id}/assessments`, {
    method: 'mystery_shopping',
    from: '2026-01-01',
    to: '2026-01-31',
    n: 24,
    kept: 9,
    assessor: 'Shop & Look',
  })
  await api(
    'PUT',
    `${at}/procedure`,
    {
      title: 'Nobody came',
      steps: ['Say sorry', 'Offer the next slot'],
      pass_mark: 50,
      questions: [{ text: 'What comes first?', options: ['The reason', 'Sorry'], right: 1 }],
    },
    { 'If-Match': '"0"' },
  )
  await api('POST', `${at}/state`, { state: 'confirmed' }, { 'If-Match': '"1"' })
  return moment
}

const surveyOf = () => ({
  language: 'en',
  touch_point: 'billing',
  thanks: 'Thank you. We read every answer.',
  questions: [
    { key: 'nps', kind: 'nps', text: 'How likely are you to recommend us?', metric: 'nps', required: true },
    {
      key: 'why',
      kind: 'choice',
      text: 'What mattered most?',
      attribute: 'reason',
      options: [
        { key: 'people', text: 'The people' },
        { key: 'price', text: 'The price' },
        { key: 'speed', text: 'How long it took' },
      ],
    },
    { key: 'csat', kind: 'csat', text: 'How satisfied were you with our service?', metric: 'csat' },
    { key: 'words', kind: 'long_text', text: 'What is the one thing we could do better?' },
  ],
})

/** Answers a survey as respondents without JavaScript do. */
async function answer(address, link, times) {
  const at = new URL(link).pathname
  for (let i = 0; i < times; i++) {
    const html = await (await fetch(`${address}${at}`)).text()
    const body = new URLSearchParams(
      [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]),
    )
    body.set('q-nps', String([9, 10, 3, 8, 10, 6][i % 6]))
    body.set('q-why', ['people', 'price', 'speed'][i % 3])
    body.set('q-csat', String([5, 4, 2, 5][i % 4]))
    body.set('q-words', ['The people were kind.', 'It took too long.', ''][i % 3])
    const r = await fetch(`${address}${at}`, { method: 'POST', body, redirect: 'manual', headers: { Origin: address } })
    assert.ok(r.status < 400, `an answer: ${r.status}`)
  }
}

/** The paths that features register, as the router reads them. */
function registered() {
  const features = join(src, 'features')
  return readdirSync(features).flatMap((name) => {
    try {
      return [...readFileSync(join(features, name, 'routes.tsx'), 'utf8').matchAll(/\bpath: '([^']+)'/g)].map(
        (m) => m[1],
      )
    } catch {
      return []
    }
  })
}

/** Screens outside the shell, or only for somebody else: the sign-in and its neighbours, the client's scorecard, a nested case. */
const elsewhere = [
  '/setup',
  '/sign-in',
  '/forgot',
  '/reset',
  '/join',
  '/two-factor',
  '/scorecard',
  '/scorecard/account',
  '$id',
]

/**
 * Every screen of the staff, as [name, address] pairs, for an organisation that `furnish` filled. Fails when a feature
 * registers a screen that isn't among them, so that a new screen is walked too.
 */
export async function screens({ api, board, calendar, survey, cases, link, view, promise, moment, journey, other, workshop }) {
  const first = async (path) => (await api('GET', path)).items[0]?.id
  const twins = (await api('GET', '/customer-duplicates')).items[0]
  const [rule, customer, employee, signal, run] = await Promise.all(
    ['/rules', '/customers', '/employees', '/signals', '/imports'].map(first),
  )
  const list = [
    ['overview', '/'],
    ['metric', '/figures/csat'],
    ['explorer', '/explorer'],
    ['explorer-heat', `/explorer?view=${view.id}`],
    ['views', '/views'],
    ['rollup', '/rollup?metric=csat'],
    ['drivers', '/drivers?outcome=csat'],
    ['characteristics', '/characteristics'],
    ['sheets', '/characteristics/sheets'],
    ['sheet', '/characteristics/sheets/new'],
    ['dashboards', '/dashboards'],
    ['dashboard', `/dashboards/${board.id}`],
    ['dashboard-edit', `/dashboards/${board.id}?edit=1`],
    ['shared', `/shared/${link.token}`],
    ['reports', '/reports'],
    ['exports', '/exports'],
    ['signals', '/signals'],
    ['signal', `/signals/${signal}`],
    ['imports', '/imports'],
    ['import-new', '/imports/new'],
    ['import', `/imports/${run}`],
    ['mappings', '/imports/mappings'],
    ['folders', '/imports/folders'],
    ['surveys', '/surveys'],
    ['survey', `/surveys/${survey.id}`],
    ['survey-share', `/surveys/${survey.id}?tab=share`],
    ['survey-results', `/surveys/${survey.id}?tab=results`],
    ['inbox', '/inbox'],
    ['commitments', '/commitments'],
    ['case', `/inbox/${cases[0].id}`],
    ['rules', '/rules'],
    ['rule', `/rules/${rule}`],
    ['rule-new', '/rules/new'],
    ['case-reports', '/case-reports'],
    ['follow-up', '/follow-up'],
    ['praise', '/praise'],
    ['promises', '/promise'],
    ['promise', `/promise/${promise.id}`],
    ['promise-edit', `/promise/${promise.id}/edit`],
    ['moments', '/moments'],
    ['five-characteristics', '/moments/characteristics'],
    ['moment', `/moments/${moment.id}`],
    ['moment-pick', `/moments/${moment.id}/pick`],
    ['moment-procedure', `/moments/${moment.id}/procedure`],
    ['moment-check', `/moments/${moment.id}/check`],
    ['impact', '/impact'], ['impact-area', `/impact/${(await api('GET', '/impact/areas')).items[0].id}`], ['impact-report', '/impact/report'],
    ['impact-assumptions', '/impact/assumptions'], ['impact-worksheet', '/impact/worksheet'],
    ['value', '/value'], ['loyalty', '/loyalty'], ['lost-customers', '/loyalty/lost'], ['lists-subscriptions', '/lists/subscriptions'],
    ['processes', '/promise/processes'],
    ['priorities', '/promise/priorities'],
    ['journeys', '/journeys'],
    ['journey', `/journeys/${journey.id}`],
    ['journey-card', `/journeys/${journey.id}?open=card:t1`],
    ['journey-table', `/journeys/${journey.id}?show=table`],
    ['journeys-beside', `/journeys/compare?ids=${journey.id},${other.id}`],
    ['journey-heard', `/journeys/${journey.id}?open=heard`],
    ['journey-heat', `/journeys/${journey.id}?show=heat&rows=touch_points`],
    ['workshops', `/journeys/${journey.id}/workshops`],
    ['workshop', `/journeys/${journey.id}/workshops/${workshop.id}`],
    ['workshop-protocol', `/journeys/${journey.id}/workshops/${workshop.id}?show=protocol`],
    ['journey-rules', `/journeys/${journey.id}?open=rules`],
    ['customers', '/customers'],
    ['customer', `/customers/${customer}`],
    ['duplicates', '/customers/duplicates'],
    ['merge', `/customers/${twins.one.id}/merge/${twins.other.id}`],
    ['lists', '/lists/units'],
    ['lists-people', '/lists/people'],
    ['notices', '/notices'],
    ['operator', '/operator'],
    ['guide', '/setup/guide'],
    ['guide-proposal', '/setup/guide?step=proposal'],
    ['account', '/settings/account'],
    ['notifications', '/settings/notifications'],
    ['organisation', '/settings/organisation'],
    ['units', '/settings/units'],
    ['people', '/settings/people'],
    ['scorecard-settings', '/settings/scorecard'],
    ['operator-grants', '/settings/operator'],
    ['metrics', '/settings/metrics'],
    ['metric-settings', '/settings/metrics/csat'],
    ['expectations', '/settings/expectations'],
    ['touch-points', '/settings/touch-points'],
    ['employees', '/settings/employees'],
    ['employee', `/settings/employees/${employee}`],
    ['customer-fields', '/settings/customers'],
    ['letters', '/settings/letters'],
    ['calendars', '/settings/calendars'],
    ['calendar', `/settings/calendars/${calendar.id}`],
    ['case-times', '/settings/case-times'],
    ['causes', '/settings/causes'],
    ['tokens', '/settings/tokens'],
    ['masking', '/settings/masking'],
    ['mail', '/settings/mail'],
    ['audit', '/settings/audit'],
    ['jobs', '/settings/jobs'],
    ['missing', '/no-such-page'],
  ]
  const pattern = (path) => new RegExp(`^${path.replace(/\$\w+/g, '[^/]+')}$`)
  const unwalked = registered().filter(
    (path) => !elsewhere.includes(path) && !list.some(([, at]) => pattern(path).test(at.split('?')[0])),
  )
  assert.deepEqual(unwalked, [], 'screens that nobody walks: add them to e2e/furnished.mjs')
  return list
}
