import { describe, expect, it } from 'vitest'
import { readNumber, shown } from './numbers'

describe('readNumber', () => {
  it('reads how people write numbers', () => {
    for (const [text, value] of [
      ['12', 12],
      ['12.5', 12.5],
      ['12,5', 12.5],
      ['1,200', 1200],
      ['1.200', 1200],
      ['1 200,50', 1200.5],
      ['1’200.5', 1200.5],
      ['1,200,000', 1200000],
      ['0.125', 0.125],
      ['-3', -3],
      ['30 %', 30],
    ] as const) {
      expect(readNumber(text), text).toBe(value)
    }
  })
  it('refuses what is none', () => {
    for (const text of ['', 'a lot', '1e5', '--1', '12-13']) expect(readNumber(text), text).toBeNull()
  })
  it('shows three digits', () => expect(shown(12.3456)).toBe('12.3'))
})
