import { expect, test } from 'vitest'
import { inOrder, inwards, keyOf, moveTargets, outwards } from './tree'

const units = [
  { id: 'all', name: 'Acme' },
  { id: 'south', name: 'South', parent: 'all' },
  { id: 'north', name: 'North', parent: 'all' },
  { id: 'cape', name: 'Cape Town', parent: 'south' },
  { id: 'night', name: 'Night team', parent: 'cape' },
]
const compare = (a: string, b: string) => a.localeCompare(b)

test('each unit stands above those below it, siblings by name', () => {
  expect(inOrder(units, compare).map((u) => [u.id, u.depth])).toEqual([
    ['all', 0],
    ['north', 1],
    ['south', 1],
    ['cape', 2],
    ['night', 3],
  ])
})

test('a unit whose parent is unknown stands on top rather than being lost', () => {
  expect(inOrder([{ id: 'a', name: 'A', parent: 'gone' }], compare)).toEqual([
    { id: 'a', name: 'A', parent: 'gone', depth: 0 },
  ])
})

test('a unit moves anywhere but to itself or below itself', () => {
  expect(moveTargets(units, 'south').map((u) => u.id)).toEqual(['all', 'north'])
  expect(moveTargets(units, 'night').map((u) => u.id)).toEqual(['all', 'south', 'north', 'cape'])
  expect(moveTargets(units, 'all')).toEqual([])
})

test('a name suggests a key that the server takes', () => {
  expect(keyOf('Cape Town (North)')).toBe('cape-town-north')
  expect(keyOf('Zürich – Büro 3')).toBe('zurich-buro-3')
  expect(keyOf('東京')).toBe('')
  expect(keyOf('x'.repeat(80))).toHaveLength(64)
})

const lines = inOrder(
  [
    { id: 'top', name: 'Top' },
    { id: 'a', name: 'A', parent: 'top' },
    { id: 'a1', name: 'A1', parent: 'a' },
    { id: 'b', name: 'B', parent: 'top' },
  ],
  (x, y) => x.localeCompare(y),
)
test('one level in is below the sibling before it, past that one’s own units', () => {
  expect(inwards(lines, 'b')).toBe('a')
  expect(inwards(lines, 'a')).toBeUndefined()
})
test('one level out is beside its parent, and no further than the top', () => {
  expect(outwards(lines, 'a1')).toBe('top')
  expect(outwards(lines, 'a')).toBeUndefined()
  expect(outwards(lines, 'top')).toBeUndefined()
})
