import { describe, expect, it, vi } from 'vitest'
import { Problem } from '../../../api/problem'
import { docOf, type Edit, type Journey } from '../queries'
import { apply } from './apply'
import { MapStore } from './store'

/** A server that keeps one journey; it can be cut off, and others can edit. */
class Server {
  revision = 1
  map = docOf({
    stages: [{ id: 'a', name: 'A', phase: 'before', feel: {}, think: {}, do: {} }],
    cards: [
      { id: '1', stage: 'a', lane: 'front_stage', task: 'One', initiator: 'organisation' },
      { id: '2', stage: 'a', lane: 'front_stage', task: 'Two', initiator: 'organisation' },
    ],
    contributors: [],
    questions: {},
    exceptions: [],
  })
  cut = false
  sent: (readonly Edit[])[] = []
  journey = (): Journey =>
    JSON.parse(JSON.stringify({ id: 'j', name: 'J', revision: this.revision, version: 0, map: this.map, findings: [] }))
  make = (edits: readonly Edit[]) => {
    const gone = edits.find((e) => e.op === 'set_card' && !this.map.cards.some((c) => c.id === e.id))
    if (gone)
      throw new Problem({ status: 410, code: 'part_gone', detail: 'Somebody has taken this card out meanwhile.' })
    const { map, back } = apply(this.map, edits)
    this.map = map
    this.revision += 1
    return { journey: this.journey(), back }
  }
  send = async (edits: readonly Edit[]) => {
    if (this.cut) throw new Problem({ status: 0 })
    this.sent.push(edits)
    return this.make(edits)
  }
}

const begin = (more: { wait?: number } = {}) => {
  const server = new Server()
  const store = new MapStore(server.journey(), {
    send: server.send,
    load: async () => server.journey(),
    wait: 0,
    ...more,
  })
  const task = (id: string) => store.snapshot().map.cards.find((c) => c.id === id)?.task
  return { server, store, task }
}
const set = (id: string, fields: Record<string, unknown>): Edit[] => [{ op: 'set_card', id, set: fields }]

describe('a map under one’s hands', () => {
  it('shows an edit at once and stores it', async () => {
    const { server, store, task } = begin()
    store.edit(set('1', { task: 'Changed' }))
    expect(task('1')).toBe('Changed')
    expect(store.snapshot().state.is).toBe('saving')
    expect(await store.flush()).toBe(true)
    expect(server.map.cards[0]?.task).toBe('Changed')
    expect(store.snapshot().state.is).toBe('saved')
  })
  it('takes several steps back and makes them again', async () => {
    const { server, store, task } = begin()
    store.edit(set('1', { task: 'b' }))
    store.edit([{ op: 'drop_card', id: '2' }])
    store.edit(set('1', { task: 'c' }))
    await store.flush()
    store.undo()
    expect(task('1')).toBe('b')
    store.undo()
    expect(task('2')).toBe('Two')
    store.undo()
    expect(task('1')).toBe('One')
    expect(store.undo()).toBeUndefined()
    await store.flush()
    expect(server.map.cards.map((c) => c.task)).toEqual(['One', 'Two'])
    store.redo()
    store.redo()
    store.redo()
    await store.flush()
    expect(server.map.cards.map((c) => c.task)).toEqual(['c'])
    expect(store.snapshot().canRedo).toBe(false)
  })
  it('takes one step back whatever was made after it, once', async () => {
    const { server, store } = begin()
    const back = store.edit([{ op: 'drop_card', id: '2' }])
    store.edit(set('1', { task: 'later' }))
    await store.flush()
    expect(back()).toBe('2')
    expect(back()).toBeUndefined()
    await store.flush()
    expect(server.map.cards.map((c) => c.task)).toEqual(['later', 'Two'])
    store.undo()
    await store.flush()
    expect(server.map.cards.map((c) => c.task)).toEqual(['One', 'Two'])
  })
  it('makes one step and one request of a word that is typed', async () => {
    const { server, store, task } = begin({ wait: 1000 })
    for (const text of ['W', 'Wo', 'Wor', 'Word']) store.edit(set('1', { task: text }), { key: '1.task' })
    expect(task('1')).toBe('Word')
    await store.flush()
    expect(server.sent).toHaveLength(1)
    store.undo()
    await store.flush()
    expect(server.map.cards[0]?.task).toBe('One')
  })
  it('takes typing that was sent in pieces back as one step', async () => {
    const { server, store } = begin()
    store.edit(set('1', { task: 'Wo' }), { key: '1.task' })
    await store.flush()
    store.edit(set('1', { task: 'Word' }), { key: '1.task' })
    await store.flush()
    expect(server.sent).toHaveLength(2)
    store.undo()
    await store.flush()
    expect(server.map.cards[0]?.task).toBe('One')
  })
  it('lays what waits over what others made meanwhile', async () => {
    const { server, store, task } = begin()
    server.cut = true
    store.edit(set('1', { task: 'Mine' }))
    await store.flush()
    server.make(set('2', { task: 'Theirs' }))
    store.adopt(server.journey())
    expect([task('1'), task('2')]).toEqual(['Mine', 'Theirs'])
    server.cut = false
    await store.flush()
    expect(server.map.cards.map((c) => c.task)).toEqual(['Mine', 'Theirs'])
    store.undo()
    await store.flush()
    expect(server.map.cards.map((c) => c.task)).toEqual(['One', 'Theirs'])
  })
  it('keeps what didn’t reach the server, says so, and tries again by itself', async () => {
    vi.useFakeTimers()
    const { server, store, task } = begin()
    server.cut = true
    store.edit(set('1', { task: 'Kept' }))
    await vi.advanceTimersByTimeAsync(10)
    expect(store.snapshot().state.is).toBe('failed')
    expect(task('1')).toBe('Kept')
    server.cut = false
    await vi.advanceTimersByTimeAsync(3000)
    expect(store.snapshot().state.is).toBe('saved')
    expect(server.map.cards[0]?.task).toBe('Kept')
    vi.useRealTimers()
  })
  it('shows what the server refuses, with the reason, and goes on', async () => {
    const { server, store, task } = begin()
    server.make([{ op: 'drop_card', id: '1' }])
    store.edit(set('1', { task: 'Too late' }), { on: '1' })
    store.edit(set('2', { task: 'In time' }))
    await store.flush()
    const { refused, state } = store.snapshot()
    expect(refused.map((r) => (r.error as Problem).code)).toEqual(['part_gone'])
    expect(state.is).toBe('saved')
    expect([task('1'), task('2')]).toEqual([undefined, 'In time'])
    store.letGo()
    expect(store.snapshot().refused).toEqual([])
    store.undo()
    await store.flush()
    expect(server.map.cards[0]?.task).toBe('Two')
  })
  it('knows an edit whose answer was lost when it is refused as made', async () => {
    const { server, store } = begin()
    const add: Edit[] = [
      { op: 'add_card', id: '3', after: '2', stage: 'a', lane: 'front_stage', set: { task: 'Three' } },
    ]
    let lost = true
    const real = server.send
    const parts = (store as unknown as { parts: { send: typeof real } }).parts
    parts.send = async (edits) => {
      if (server.map.cards.some((c) => c.id === '3') && edits[0]?.op === 'add_card')
        throw new Problem({ status: 422, code: 'id_taken' })
      const answer = await real(edits)
      if (lost) {
        lost = false
        throw new Problem({ status: 0 })
      }
      return answer
    }
    store.edit(add)
    await store.flush()
    await store.flush()
    expect(store.snapshot().refused).toEqual([])
    expect(server.map.cards).toHaveLength(3)
    store.undo()
    await store.flush()
    expect(server.map.cards).toHaveLength(2)
  })
  it('ignores an older answer that comes late', () => {
    const { server, store, task } = begin()
    const old = server.journey()
    server.make(set('1', { task: 'New' }))
    store.adopt(server.journey())
    store.adopt(old)
    expect(task('1')).toBe('New')
  })
})
