import { describe, expect, it } from 'vitest'
import { closeDomain, metricDomain, place, sharedDomain } from './scale'

describe('scales', () => {
  it('gives each method its whole scale', () => {
    const of = (method: 'nps' | 'top_box' | 'mean' | 'rate') =>
      metricDomain({ min: 1, max: 5, scoring: { version: 1, method } } as never)
    expect([of('nps'), of('top_box'), of('rate'), of('mean')]).toEqual([
      [-100, 100],
      [0, 100],
      [0, 100],
      [1, 5],
    ])
  })
  it('never zooms in further than a tenth of the scale', () => {
    const [low, high] = closeDomain([49.9, 50.1], [0, 100])
    expect(high - low).toBeCloseTo(10)
  })
  it('stays inside the scale at its ends', () => {
    expect(closeDomain([97, 99.9], [0, 100])[1]).toBeLessThanOrEqual(100)
    expect(closeDomain([-100, -99], [-100, 100])[0]).toBe(-100)
  })
  it('leaves figures that are not scored out of a shared scale', () => {
    const few = { value: 10, low: 0, high: 90, n: 3, too_few: true }
    const good = { value: 50, low: 43, high: 58, n: 300, too_few: false }
    expect(sharedDomain([few, good], [0, 100])).toEqual([40, 60])
    expect(sharedDomain([few], [0, 100])).toEqual([0, 100])
  })
  it('cuts a place at the ends', () => {
    expect([place(-5, [0, 10]), place(5, [0, 10]), place(20, [0, 10]), place(3, [3, 3])]).toEqual([0, 50, 100, 50])
  })
})
