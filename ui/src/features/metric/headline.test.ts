import { describe, expect, it } from 'vitest'
import type { Change, FigureRow, Metric } from '../../core/metrics'
import { broken, headline, mostMoved } from './headline'

const metric = (key: string, method: 'top_box' | 'mean' = 'top_box') =>
  ({ key, name: key, min: 1, max: 5, scoring: { version: 1, method, from: 4 }, direction: 'up', unit: '%' }) as Metric
const row = (value: number, verdict: Change['verdict'], judgement: Change['judgement'], name = '') =>
  ({
    by: name ? { unit: name } : {},
    n: 400,
    value: 50,
    low: 45,
    high: 55,
    too_few: false,
    change: { value, low: value - 1, high: value + 1, verdict, judgement },
  }) as unknown as FigureRow

describe('the sentence on top', () => {
  it('counts what fell and rose by more than noise and explains the largest fall', () => {
    const found = headline([
      { metric: metric('staff'), row: row(-5, 'lower', 'worse') },
      { metric: metric('wifi'), row: row(-9, 'lower', 'worse') },
      { metric: metric('bar'), row: row(20, 'higher', 'better') },
      { metric: metric('comfort'), row: row(-1, 'unclear', 'unclear') },
    ])
    expect(found).toMatchObject({ fell: 2, rose: 1, compared: 4 })
    expect(found.largest?.metric.key).toBe('wifi')
  })
  it('measures a mean on its own scale: half a point of four is more than five of a hundred', () => {
    const found = headline([
      { metric: metric('staff'), row: row(-5, 'lower', 'worse') },
      { metric: metric('overall', 'mean'), row: row(-0.5, 'lower', 'worse') },
    ])
    expect(found.largest?.metric.key).toBe('overall')
  })
  it('explains the best where nothing got worse', () => {
    expect(headline([{ metric: metric('bar'), row: row(20, 'higher', 'better') }]).largest?.metric.key).toBe('bar')
  })
  it('counts a rise that is bad as a rise and explains it first', () => {
    const found = headline([
      { metric: metric('wait'), row: row(8, 'higher', 'worse') },
      { metric: metric('bar'), row: row(20, 'higher', 'better') },
    ])
    expect(found).toMatchObject({ fell: 0, rose: 2 })
    expect(found.largest?.metric.key).toBe('wait')
  })
  it('says nothing where too few answered or nothing is compared', () => {
    const few = row(0, 'too_few', 'unclear')
    expect(headline([{ metric: metric('nps'), row: few }])).toEqual({ fell: 0, rose: 0, compared: 0, largest: null })
    expect(headline([{ metric: metric('nps'), row: { ...few, change: undefined } as FigureRow }]).compared).toBe(0)
  })
})

describe('where it moved most', () => {
  it('is the largest clear move in that direction', () => {
    const rows = [row(-3, 'lower', 'worse', 'a'), row(-8, 'lower', 'worse', 'b'), row(-30, 'unclear', 'unclear', 'c')]
    expect(mostMoved(rows, 'lower')?.by.unit).toBe('b')
  })
  it('is nowhere where no group moved clearly', () => {
    expect(mostMoved([row(-30, 'unclear', 'unclear', 'c')], 'lower')).toBeNull()
  })
})

it('a broken scale is told from other warnings', () => {
  expect(broken({ warnings: [{ code: 'other', message: '' }] })).toBeUndefined()
  expect(broken({ warnings: [{ code: 'not_comparable', message: '', args: { at: '2015-06-09' } }] })?.args?.at).toBe(
    '2015-06-09',
  )
})
