import { expect, it } from 'vitest'
import { periodOf } from './period'

it('covers whole months, over the turn of a year too', () => {
  expect(periodOf('2011-04-24', '2015-07-30')).toEqual({ from: '2011-04-01', to: '2015-08-01' })
  expect(periodOf('2014-12-31', '2014-12-31')).toEqual({ from: '2014-12-01', to: '2015-01-01' })
})
