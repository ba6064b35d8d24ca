import { afterEach, describe, expect, it, vi } from 'vitest'
import { gather, type LiveEvent, listen } from './live'

const settle = () => new Promise((done) => setTimeout(done))

/** Locks and channels shared by pretended tabs: the first to ask leads, the next when it leaves. */
function browser() {
  const waiting: (() => void)[] = []
  const tabs = new Set<{ onmessage: ((e: MessageEvent) => void) | null }>()
  const sources: { listeners: Record<string, (e: unknown) => void>; closed: boolean }[] = []
  let busy = false
  const hold = async (run: (lock: unknown) => unknown) => {
    busy = true
    try {
      return await run({})
    } finally {
      busy = false
      waiting.shift()?.()
    }
  }
  const tab = () => {
    const channel = {
      onmessage: null as ((e: MessageEvent) => void) | null,
      postMessage(data: unknown) {
        for (const other of tabs) if (other !== channel) other.onmessage?.({ data } as MessageEvent)
      },
      close: () => tabs.delete(channel),
    }
    tabs.add(channel)
    return {
      channel,
      locks: {
        request: async (_: string, o: { ifAvailable?: boolean }, run: (lock: unknown) => unknown) => {
          if (busy && o.ifAvailable) return run(null)
          if (busy) await new Promise<void>((free) => waiting.push(free))
          return hold(run)
        },
      } as never,
      open: () => {
        const source = { listeners: {} as Record<string, (e: unknown) => void>, closed: false }
        sources.push(source)
        return {
          addEventListener: (name: string, run: (e: unknown) => void) => {
            source.listeners[name] = run
          },
          close: () => {
            source.closed = true
          },
        } as never
      },
    }
  }
  return { tab, sources }
}

describe('live updates', () => {
  it('opens one stream for two tabs and tells both', async () => {
    const b = browser()
    const one: LiveEvent[] = []
    const two: LiveEvent[] = []
    listen('org_1', (e) => one.push(e), b.tab())
    listen('org_1', (e) => two.push(e), b.tab())
    await settle()
    expect(b.sources).toHaveLength(1)
    b.sources[0]?.listeners.open?.({})
    b.sources[0]?.listeners.figures?.({ data: '{"data_version":7}' })
    expect(one).toEqual([{ name: 'figures', data: { data_version: 7 } }])
    expect(two).toEqual(one)
  })

  it('lets the second tab lead when the first closes, and asks again because events may be missed', async () => {
    const b = browser()
    const two: LiveEvent[] = []
    const close = listen('org_1', () => {}, b.tab())
    listen('org_1', (e) => two.push(e), b.tab())
    await settle()
    close()
    await settle()
    expect(b.sources).toHaveLength(2)
    expect(b.sources[0]?.closed).toBe(true)
    b.sources[1]?.listeners.open?.({})
    expect(two.map((e) => e.name)).toEqual(['resumed'])
  })
})

it('a listener that leaves before it got the lock opens no stream and lets the next one lead', async () => {
  const b = browser()
  const heard: LiveEvent[] = []
  listen('org_1', () => {}, later(b.tab()))()
  listen('org_1', (e) => heard.push(e), later(b.tab()))
  await settle()
  await settle()
  expect(b.sources).toHaveLength(1)
  b.sources[0]?.listeners.figures?.({ data: '{}' })
  expect(heard.map((e) => e.name)).toEqual(['figures'])
})

/** A tab whose lock is granted a moment after it was asked for, as browsers do. */
function later<T extends { locks: never }>(tab: T): T {
  const { request } = tab.locks as { request: (...all: unknown[]) => Promise<unknown> }
  return {
    ...tab,
    locks: { request: async (...all: unknown[]) => Promise.resolve().then(() => request(...all)) } as never,
  }
}

describe('gather', () => {
  afterEach(() => vi.useRealTimers())

  it('runs once for a burst', () => {
    vi.useFakeTimers()
    const runs: string[][] = []
    const g = gather((names) => runs.push([...names]), 100)
    for (let i = 0; i < 50; i++) g.add('figures')
    g.add('cases')
    vi.advanceTimersByTime(100)
    expect(runs).toEqual([['figures', 'cases']])
  })
})
