import { expect, it } from 'vitest'
import { asDays } from './span'

it('reads the periods there are, and thirty days for anything else', () => {
  expect(asDays('7')).toBe(7)
  expect(asDays(365)).toBe(365)
  expect(asDays(undefined)).toBe(30)
  expect(asDays('-1')).toBe(30)
})
