import { describe, expect, it } from 'vitest'
import { addMonths, comparedWith, grainFor, isDay, presetPeriod, shift } from './period'

describe('periods', () => {
  it('knows the presets on the last day of a leap February', () => {
    const today = '2024-02-29'
    expect(presetPeriod('last_7', today)).toEqual({ from: '2024-02-23', to: '2024-03-01' })
    expect(presetPeriod('this_month', today)).toEqual({ from: '2024-02-01', to: '2024-03-01' })
    expect(presetPeriod('last_quarter', today)).toEqual({ from: '2023-10-01', to: '2024-01-01' })
    expect(presetPeriod('last_12_months', today)).toEqual({ from: '2023-03-01', to: '2024-03-01' })
    expect(presetPeriod('all', today)).toBeNull()
  })
  it('steps by months where the period is months, by days where it is not', () => {
    expect(shift({ from: '2026-10-01', to: '2026-11-01' }, -1)).toEqual({ from: '2026-09-01', to: '2026-10-01' })
    expect(shift({ from: '2026-01-01', to: '2027-01-01' }, -1)).toEqual({ from: '2025-01-01', to: '2026-01-01' })
    expect(shift({ from: '2026-10-05', to: '2026-10-12' }, 1)).toEqual({ from: '2026-10-12', to: '2026-10-19' })
  })
  it('compares with the period before, the same last year, or nothing', () => {
    const october = { from: '2026-10-01', to: '2026-11-01' }
    expect(comparedWith(october, 'previous')).toEqual({ from: '2026-09-01', to: '2026-10-01' })
    expect(comparedWith(october, 'year')).toEqual({ from: '2025-10-01', to: '2025-11-01' })
    expect(comparedWith(october, 'none')).toBeNull()
    expect(comparedWith(null, 'previous')).toBeNull()
  })
  it('keeps to the month’s end', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29')
    expect(addMonths('2024-03-31', -1)).toBe('2024-02-29')
  })
  it('refuses dates that do not exist', () => {
    expect([isDay('2026-02-29'), isDay('2026-2-1'), isDay('2026-10-01')]).toEqual([false, false, true])
  })
  it('picks a grain by length', () => {
    const of = (from: string, to: string) => grainFor({ from, to })
    expect([
      of('2026-10-01', '2026-11-01'),
      of('2026-07-01', '2026-11-01'),
      of('2025-01-01', '2026-01-01'),
      of('2010-01-01', '2020-01-01'),
    ]).toEqual(['day', 'week', 'month', 'quarter'])
  })
})
