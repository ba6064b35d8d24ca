import { describe, expect, it } from 'vitest'
import { readHours, share, writeHours } from './hours'

describe('working hours as text', () => {
  it('reads several periods, short or long, in any order', () => {
    expect(readHours('13:00-17:30, 9–12')).toEqual([
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '17:30' },
    ])
    expect(readHours('0-24')).toEqual([{ from: '00:00', to: '24:00' }])
    expect(readHours(' ')).toEqual([])
  })
  it('refuses what overlaps, runs backwards or is no time', () => {
    for (const text of ['9', '17-9', '9-12, 11-13', '9-25', '9:75-12', 'nine to five', '9-9'])
      expect(readHours(text)).toBeNull()
  })
  it('writes what it reads', () => {
    expect(readHours(writeHours([{ from: '08:15', to: '24:00' }]))).toEqual([{ from: '08:15', to: '24:00' }])
    expect(share('12:00')).toBe(0.5)
  })
})
