import { expect, test } from 'vitest'
import { fromClock, toClock } from './clock'

test('a time of day is minutes and back', () => {
  for (const minutes of [0, 7, 480, 1439]) expect(fromClock(toClock(minutes))).toBe(minutes)
})

test('what is no time of day is null', () => {
  for (const text of ['', '24:00', '12:60', 'noon']) expect(fromClock(text)).toBeNull()
})
