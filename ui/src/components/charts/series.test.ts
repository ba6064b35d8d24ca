import { describe, expect, it } from 'vitest'
import { createFormat } from '../../words/format'
import { fillKeys, labelled, type Point, runs, trendPoints, valueExtent } from './series'

const point = (key: string, value: number, n = 100): Point => ({
  key,
  label: key,
  value,
  low: value - 5,
  high: value + 5,
  n,
  too_few: n < 30,
})

describe('trendPoints', () => {
  const row = (month: string, value: number | null) =>
    ({
      by: { month },
      value,
      low: value,
      high: value,
      n: value === null ? 0 : 100,
      too_few: false,
      left_out: {},
    }) as never
  it('puts buckets in order and breaks the line where nobody answered', () => {
    const points = trendPoints(
      [row('2014-03', 40), row('2013-12', 30), row('2014-01', null)],
      'month',
      createFormat('en', 'UTC'),
    )
    expect(points.map((p) => [p.key, p.too_few])).toEqual([
      ['2013-12', false],
      ['2014-01', true],
      ['2014-02', true],
      ['2014-03', false],
    ])
    expect(points[0]?.label).toBe('Dec 2013')
  })
  it('knows the long years of ISO weeks', () => {
    expect(fillKeys(['2020-W52', '2021-W02'], 'week')).toEqual(['2020-W52', '2020-W53', '2021-W01', '2021-W02'])
    expect(fillKeys(['2021-W52', '2022-W01'], 'week')).toEqual(['2021-W52', '2022-W01'])
    expect(fillKeys(['2013-Q4', '2014-Q2'], 'quarter')).toEqual(['2013-Q4', '2014-Q1', '2014-Q2'])
    expect(fillKeys(['2024-02-28', '2024-03-01'], 'day')).toEqual(['2024-02-28', '2024-02-29', '2024-03-01'])
  })
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
