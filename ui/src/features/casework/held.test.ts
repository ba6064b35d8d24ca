import { describe, expect, it } from 'vitest'
import { accept, awaitOwn, drop, type Held, hold, neighbour } from './held'

type Row = { id: string; n?: number }
const rows = (ids: string): Row[] => [...ids].map((id) => ({ id }))
const answer = (ids: string, more: { key?: string; pages?: number; inReach?: (r: Row) => boolean } = {}) => ({
  key: 'mine',
  pages: 1,
  fresh: rows(ids),
  inReach: () => true,
  ...more,
})
const ids = (held: Held<Row>) => held.rows.map((r) => r.id).join('')
const start = () => hold(undefined, answer('abc'))

describe('a held list', () => {
  it('keeps rows where they are, lets new ones wait and says which have left', () => {
    const held = hold(start(), answer('xacy'))
    expect(ids(held)).toBe('abc')
    expect(held.coming.map((r) => r.id)).toEqual(['x', 'y'])
    expect(held.gone).toEqual(['b'])
    expect(ids(accept(held))).toBe('xacy')
  })
  it('shows what changed in a row without moving it', () => {
    const held = hold(start(), { ...answer('cba'), fresh: [{ id: 'c' }, { id: 'b', n: 2 }, { id: 'a' }] })
    expect(ids(held)).toBe('abc')
    expect(held.rows[1]?.n).toBe(2)
    expect(held.coming).toEqual([])
  })
  it('adds what "Load more" brought, but not what came in above meanwhile', () => {
    const held = hold(start(), answer('xabcde', { pages: 2 }))
    expect(ids(held)).toBe('abcde')
    expect(held.coming.map((r) => r.id)).toEqual(['x'])
  })
  it('does not call a row gone that lies beyond what was fetched', () => {
    expect(hold(start(), answer('xab', { inReach: (r) => r.id < 'c' })).gone).toEqual([])
  })
  it('puts a row of one’s own making in its place at once', () => {
    const held = hold(awaitOwn(drop(start(), ['b']), ['b']), answer('abcx'))
    expect(ids(held)).toBe('abc')
    expect(held.coming.map((r) => r.id)).toEqual(['x'])
    expect(held.own).toEqual([])
  })
  it('starts anew for another question, and where nothing was shown', () => {
    expect(ids(hold(start(), answer('zy', { key: 'team' })))).toBe('zy')
    expect(ids(hold(hold(undefined, answer('')), answer('a')))).toBe('a')
  })
})

it('goes on to the next row that stays, else to the one before', () => {
  expect(neighbour(rows('abcd'), 'b', ['b', 'c'])?.id).toBe('d')
  expect(neighbour(rows('abc'), 'c', ['c'])?.id).toBe('b')
  expect(neighbour(rows('a'), 'a', ['a'])).toBeUndefined()
})
