import { expect, test } from 'vitest'
import { inOrder, keyOf, moveTargets } from './tree'

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
