import { describe, expect, it } from 'vitest'
import { standingPeriod } from './standing'

describe('the period before anybody chose one', () => {
  it('is the twelve months to the latest signal, however long ago, and says so', () => {
    const found = standingPeriod({ today: '2026-11-22', latest: '2015-08-02', inYear: 480 })
    expect(found).toEqual({ period: { from: '2014-09-01', to: '2015-09-01' }, why: 'past' })
  })
  it('is the twelve months to now where signals keep coming', () => {
    const found = standingPeriod({ today: '2026-11-22', latest: '2026-11-21', inYear: 480 })
    expect(found).toEqual({ period: { from: '2025-12-01', to: '2026-12-01' }, why: 'recent' })
  })
  it('still counts as recent at the start of a month', () => {
    expect(standingPeriod({ today: '2026-11-02', latest: '2026-10-30', inYear: 480 }).why).toBe('recent')
  })
  it('is all time where a year holds too few to score, as after one new answer beside old data', () => {
    expect(standingPeriod({ today: '2026-11-22', latest: '2026-11-22', inYear: 1 })).toEqual({
      period: null,
      why: 'all',
    })
  })
  it('is the year to now where there is nothing yet', () => {
    const found = standingPeriod({ today: '2026-11-22', latest: null, inYear: 0 })
    expect(found).toEqual({ period: { from: '2025-12-01', to: '2026-12-01' }, why: 'recent' })
  })
})
