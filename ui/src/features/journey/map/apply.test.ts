import { describe, expect, it } from 'vitest'
import type { Edit, MapDoc } from '../queries'
import { alike, apply, share } from './apply'
import { cardOf, mapOf, stageOf } from './samples'

const map = mapOf(
  [stageOf('a'), stageOf('b'), stageOf('c')],
  [cardOf('1', 'a'), cardOf('2', 'b', { emotion: 1, channels: ['phone'] }), cardOf('3', 'b'), cardOf('4', 'c')],
)

describe('edits made in the browser', () => {
  const every: Edit[][] = [
    [{ op: 'add_stage', id: 'd', after: 'a', set: { name: 'D', phase: 'after' } }],
    [{ op: 'set_stage', id: 'b', set: { name: 'Other', feel: { text: 'calm' } } }],
    [{ op: 'move_stage', id: 'c', after: '' }],
    [{ op: 'drop_stage', id: 'b' }],
    [{ op: 'add_card', id: '5', after: '2', stage: 'b', lane: 'support', set: { task: 'New' } }],
    [{ op: 'set_card', id: '2', set: { emotion: null, task: 'Else', note: 'x' } }],
    [{ op: 'move_card', id: '2', after: '4', stage: 'c', lane: 'back_stage' }],
    [{ op: 'drop_card', id: '3' }],
    [{ op: 'set_map', set: { sold: 'In shops', contributors: [{ name: 'Ana', function: 'Sales' }] } }],
    [
      { op: 'move_card', id: '1', after: '', stage: 'c', lane: 'customer' },
      { op: 'set_card', id: '1', set: { initiator: 'customer' } },
      { op: 'drop_stage', id: 'c' },
    ],
  ]
  it('are taken back exactly', () => {
    for (const edits of every) {
      const done = apply(map, edits)
      expect(alike(done.map, map), JSON.stringify(edits)).toBe(false)
      const undone = apply(done.map, done.back)
      expect(undone.map.cards.map((c) => c.id)).toEqual(map.cards.map((c) => c.id))
      expect(alike(undone.map, map), JSON.stringify(edits)).toBe(true)
      const redone = apply(undone.map, undone.back)
      expect(alike(redone.map, done.map), JSON.stringify(edits)).toBe(true)
    }
  })
  it('leave out what can’t be made because somebody took its part out', () => {
    const { map: next, back } = apply(map, [
      { op: 'set_card', id: 'gone', set: { task: 'x' } },
      { op: 'add_card', id: '1', stage: 'a', lane: 'support', set: { task: 'twice' } },
      { op: 'move_card', id: '1', stage: 'gone', lane: 'support' },
    ])
    expect(next).toBe(map)
    expect(back).toEqual([])
  })
  it('put behind a part that has gone at the end', () => {
    const { map: next } = apply(map, [{ op: 'move_card', id: '1', after: 'gone', stage: 'a', lane: 'front_stage' }])
    expect(next.cards.at(-1)?.id).toBe('1')
  })
  it('share what stayed the same, so that only the rest is drawn anew', () => {
    const sent = JSON.parse(JSON.stringify(map)) as MapDoc
    expect(share(map, sent).cards).toBe(map.cards)
    const { map: next } = apply(sent, [{ op: 'set_card', id: '2', set: { task: 'Else' } }])
    const shared = share(map, next)
    expect(shared.cards[0]).toBe(map.cards[0])
    expect(shared.cards[1]).not.toBe(map.cards[1])
    expect(shared.stages).toBe(map.stages)
  })
})
