import { describe, expect, it } from 'vitest'
import { labelled, type Point, runs, valueExtent } from './series'

const point = (key: string, value: number, n = 100): Point => ({
  key,
  label: key,
  value,
  low: value - 5,
  high: value + 5,
  n,
  too_few: n < 30,
})

describe('series', () => {
  it('breaks the line where there are too few answers', () => {
    const parts = runs([point('a', 50), point('b', 51), point('c', 90, 4), point('d', 52), point('e', 0, 0)])
    expect(parts.map((run) => run.map((p) => p.key))).toEqual([['a', 'b'], ['d']])
  })
  it('does not stretch the axis for points that are not scored', () => {
    expect(valueExtent([point('a', 50), point('b', 99, 3)], [0, 100])[1]).toBeLessThan(60)
  })
  it('shows the whole scale when nothing is scored', () => {
    expect(valueExtent([point('a', 50, 2)], [1, 5])).toEqual([1, 5])
  })
  it('thins labels but keeps the last', () => {
    const few = labelled(24, 260)
    expect(few.has(23)).toBe(true)
    expect(few.size).toBeLessThanOrEqual(5)
    expect(labelled(3, 1000).size).toBe(3)
  })
})
