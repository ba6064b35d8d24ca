import { expect, test } from 'vitest'
import { limitOf, limitsOf, majorText } from './limits'

test('what is stored in minor units is shown in major ones, and comes back as it was', () => {
  const stored = [
    { kind: 'refund', currency: 'EUR', per_case: 5050, per_period: 50_000, period: 'month' },
    { kind: 'gift', currency: 'JPY', per_case: 3000, per_period: undefined, period: undefined },
    { kind: 'credit', currency: 'KWD', per_case: 1500, per_period: 3000, period: 'day' },
  ] as const
  expect(limitsOf(stored.map(limitOf))).toEqual(stored)
  expect(stored.map((a) => majorText(a.per_case, a.currency))).toEqual(['50.50', '3000', '1.500'])
})
