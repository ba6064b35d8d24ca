import { describe, expect, it } from 'vitest'
import { bucketOf, bucketPeriod, grainFor, grainsFor, trendPeriod } from './grain'

const year = { from: '2014-09-01', to: '2015-09-01' }

describe('the grain of a trend', () => {
  it('is the month for a month and for a year with enough answers', () => {
    expect(grainFor({ from: '2026-10-01', to: '2026-11-01' }, 2000)).toBe('month')
    expect(grainFor(year, 2000)).toBe('month')
  })
  it('is coarser where a bucket would hold barely enough to be scored', () => {
    expect(grainFor(year, 480)).toBe('quarter')
  })
  it('is the day for a fortnight', () => {
    expect(grainFor({ from: '2026-10-01', to: '2026-10-15' }, 3000)).toBe('day')
  })
  it('never becomes coarser than the quarter for want of answers', () => {
    expect(grainFor(year, 3)).toBe('quarter')
  })
  it('offers no grain that would need more than 400 points', () => {
    expect(grainsFor({ from: '2000-01-01', to: '2026-01-01' })).toEqual(['month', 'quarter', 'year'])
    expect(grainsFor(year)).toContain('day')
    expect(grainsFor(null)).not.toContain('day')
  })
})

describe('the time a trend covers', () => {
  it('reaches back twelve buckets before the period’s last, so that one month has a past', () => {
    expect(trendPeriod({ from: '2026-10-01', to: '2026-11-01' }, 'month')).toEqual({
      from: '2025-10-01',
      to: '2026-11-01',
    })
    expect(trendPeriod(year, 'quarter')).toEqual({ from: '2012-07-01', to: '2015-09-01' })
  })
  it('is the whole period where that is longer, from the start of its first bucket', () => {
    expect(trendPeriod({ from: '2020-01-15', to: '2026-01-01' }, 'month')?.from).toBe('2020-01-01')
  })
  it('is all time for all time', () => {
    expect(trendPeriod(null, 'month')).toBeNull()
  })
})

describe('buckets', () => {
  it('know the days they hold', () => {
    expect(bucketPeriod('2014-Q3', 'quarter')).toEqual({ from: '2014-07-01', to: '2014-10-01' })
    expect(bucketPeriod('2014-12', 'month')).toEqual({ from: '2014-12-01', to: '2015-01-01' })
    expect(bucketPeriod('2015-W01', 'week')).toEqual({ from: '2014-12-29', to: '2015-01-05' })
    expect(bucketPeriod('2020-W53', 'week')).toEqual({ from: '2020-12-28', to: '2021-01-04' })
  })
  it('are found by a day of theirs, at the edges of years too', () => {
    expect(bucketOf('2015-06-09', 'quarter')).toBe('2015-Q2')
    expect(bucketOf('2014-12-30', 'week')).toBe('2015-W01')
    expect(bucketOf('2021-01-03', 'week')).toBe('2020-W53')
    expect(bucketOf('2015-06-09', 'month')).toBe('2015-06')
  })
})
