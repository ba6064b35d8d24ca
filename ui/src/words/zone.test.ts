import { expect, it } from 'vitest'
import { fromLocal, toLocal } from './zone'

it('reads and writes local times in the organisation’s zone, summer and winter', () => {
  for (const [utc, zone, local] of [
    ['2026-07-01T10:00:00.000Z', 'Europe/Lisbon', '2026-07-01T11:00'],
    ['2026-12-31T23:30:00.000Z', 'Asia/Kolkata', '2027-01-01T05:00'],
    ['2026-03-29T00:30:00.000Z', 'Europe/Berlin', '2026-03-29T01:30'],
    ['2026-03-29T01:30:00.000Z', 'Europe/Berlin', '2026-03-29T03:30'],
    ['2026-01-01T04:00:00.000Z', 'America/New_York', '2025-12-31T23:00'],
  ] as const) {
    expect(toLocal(utc, zone)).toBe(local)
    expect(fromLocal(local, zone)).toBe(utc)
  }
})

it('refuses what is no time', () => {
  expect(fromLocal('', 'UTC')).toBeNull()
  expect(fromLocal('2026-13-40T10:00', 'UTC')).toBeNull()
})
