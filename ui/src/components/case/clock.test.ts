import { describe, expect, it } from 'vitest'
import { readClock, slice } from './clock'

const hour = 3_600_000
const base = { state: 'open', opened_at: '2026-11-04T08:00:00Z', due_at: '2026-11-04T12:00:00Z' }
const at = (h: number) => Date.parse(base.opened_at) + h * hour

describe('readClock', () => {
  it('runs, is soon in the last quarter, then overdue', () => {
    expect(readClock({ ...base, now: at(1) })).toEqual({ state: 'running', used: 0.25, left: 3 * hour })
    expect(readClock({ ...base, now: at(3) })?.state).toBe('soon')
    expect(readClock({ ...base, now: at(5) })).toEqual({ state: 'overdue', used: 1, left: -hour })
  })
  it('pauses while waiting, even past the due time', () => {
    expect(readClock({ ...base, state: 'waiting', now: at(6) })?.state).toBe('paused')
  })
  it('stops when resolved: met or late as it was then, not now', () => {
    expect(readClock({ ...base, state: 'closed', resolved_at: '2026-11-04T09:00:00Z', now: at(90) })?.state).toBe('met')
    expect(readClock({ ...base, state: 'resolved', resolved_at: '2026-11-04T13:00:00Z', now: at(90) })?.state).toBe(
      'overdue',
    )
  })
  it('has no clock without a due time', () => {
    expect(readClock({ ...base, due_at: null, now: at(1) })).toBeNull()
  })
  it('draws more than half with the large arc', () => {
    expect(slice(0.75)).toContain('0 1 1')
    expect(slice(0.25)).toContain('0 0 1')
  })
})
