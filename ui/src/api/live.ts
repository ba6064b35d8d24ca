/**
 * Live updates: one stream of server-sent events per browser, shared by its tabs.
 * HTTP/1.1 allows six connections, so the tab that holds the lock listens and tells the others.
 */

export type LiveEvent = { name: string; data: unknown }
export const liveNames = [
  'figures',
  'cases',
  'imports',
  'surveys',
  'jobs',
  'mail',
  'praise',
  'exports',
  'reports',
  'views',
  'roster',
  'values',
  'loyalty',
  'journeys',
  'presence',
  'drivers',
  'impact',
] as const

/** The name of the event that is for one person alone. */
export const noticesOf = (user: string): string => `notices.${user}`

/** Which query keys begin with a noun that an event makes stale. */
export const staleBy: Record<string, readonly string[]> = {
  figures: ['figures', 'metrics', 'signals', 'dimensions', 'timeline', 'moments'],
  moments: ['moments'],
  cases: ['cases', 'case', 'timeline', 'commitments'],
  imports: ['imports', 'import'],
  surveys: ['surveys', 'survey'],
  roster: ['roster', 'units', 'employees', 'employee', 'customers', 'customer', 'users', 'user-invitations'],
  values: ['values'],
  loyalty: ['loyalty'],
  jobs: ['jobs'],
  mail: ['replies', 'mail', 'timeline'],
  notices: ['notices'],
  praise: ['praise'],
  exports: ['exports'],
  drivers: ['drivers'],
  reports: ['reports', 'report'],
  views: ['views', 'dashboards', 'pins', 'links'],
  journeys: ['journeys'],
  presence: ['presence'],
  impact: ['impact'],
  // The stream was cut or changed hands: anything may have been missed.
  resumed: [
    'moments',
    'views',
    'dashboards',
    'pins',
    'links',
    'figures',
    'metrics',
    'signals',
    'dimensions',
    'cases',
    'case',
    'commitments',
    'timeline',
    'imports',
    'import',
    'surveys',
    'survey',
    'jobs',
    'replies',
    'notices',
    'praise',
    'exports',
    'drivers',
    'reports',
    'report',
    'journeys',
    'presence',
    'impact',
  ],
}

type Source = Pick<EventSource, 'addEventListener' | 'close'>
type Parts = {
  /** Who listens: what concerns one person alone comes under a name of their own. */
  user?: string
  locks?: Pick<LockManager, 'request'>
  channel?: Pick<BroadcastChannel, 'postMessage' | 'close'> & { onmessage: ((e: MessageEvent) => void) | null }
  open?: (url: string) => Source
}

/** Listens for one organisation until the returned function is called. */
export function listen(organisation: string, heard: (event: LiveEvent) => void, parts: Parts = {}): () => void {
  const name = `touchstone-live-${organisation}`
  const locks = parts.locks ?? navigator.locks
  const channel = parts.channel ?? new BroadcastChannel(name)
  const open = parts.open ?? ((url: string) => new EventSource(url))
  const stop = new AbortController()
  let source: Source | undefined
  channel.onmessage = (message: MessageEvent) => heard(message.data as LiveEvent)

  const tell = (event: LiveEvent) => {
    if (stop.signal.aborted) return
    heard(event)
    channel.postMessage(event)
  }
  const lead = (successor: boolean) => {
    // Left while the lock was still on its way: holding it now would keep every later listener from leading.
    if (stop.signal.aborted) return Promise.resolve()
    let missed = successor
    source = open('/api/v1/events')
    source.addEventListener('open', () => {
      // What happened before the first leader listened is on its screen already; a successor, or a
      // stream that was cut, may have missed something.
      if (missed) tell({ name: 'resumed', data: null })
      missed = true
    })
    for (const event of liveNames) {
      source.addEventListener(event, (message) => tell({ name: event, data: parse((message as MessageEvent).data) }))
    }
    if (parts.user) {
      source.addEventListener(noticesOf(parts.user), () => tell({ name: 'notices', data: null }))
    }
    return new Promise<void>((done) => stop.signal.addEventListener('abort', () => done()))
  }

  const wait = async () => {
    const led = await locks.request(name, { ifAvailable: true }, (lock) =>
      lock ? lead(false).then(() => true) : false,
    )
    if (!led && !stop.signal.aborted) await locks.request(name, { signal: stop.signal }, () => lead(true))
  }
  wait().catch(() => {
    // Aborted while still waiting for the lock: another tab goes on listening.
  })
  return () => {
    stop.abort()
    source?.close()
    channel.close()
  }
}

/** Gathers events for `wait` ms, so that a burst (an import) asks again once, not a hundred times. */
export function gather(
  run: (names: Set<string>) => void,
  wait = 250,
): { add: (name: string) => void; stop: () => void } {
  let names = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    add(name) {
      names.add(name)
      timer ??= setTimeout(() => {
        const due = names
        names = new Set()
        timer = undefined
        run(due)
      }, wait)
    },
    stop: () => clearTimeout(timer),
  }
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}
