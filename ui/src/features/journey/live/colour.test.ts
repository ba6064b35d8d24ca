import { describe, expect, it } from 'vitest'
import type { Metric } from '../../../core/metrics'
import { stepsOf } from './colour'
import type { LiveAnswer } from './queries'

const csat = { key: 'csat', min: 1, max: 5, direction: 'up', scoring: { method: 'top_box' } } as Metric
const metrics = new Map([['csat', csat]])
const figure = (value: number | null, more: object = {}) => ({
  metric: 'csat',
  value,
  n: 100,
  low: value,
  high: value,
  too_few: false,
  ...more,
})
const card = (id: string, more: object) => ({ id, volume: 0, figures: [], ...more })
const map = (...cards: object[]) => ({ cards, figures: [{ metric: 'csat', value: 70 }] }) as unknown as LiveAnswer

describe('the colours of a map', () => {
  it('go from the target, else from the whole map, and leave out what is too few', () => {
    const steps = stepsOf(
      map(
        card('even', { figures: [figure(71)] }),
        card('worse', { figures: [figure(50)] }),
        card('met', { figures: [figure(50, { target: { value: 48 } })] }),
        card('few', { figures: [figure(10, { too_few: true })] }),
        card('none', {}),
      ),
      'figure',
      metrics,
    )
    expect([...steps]).toEqual([
      ['even', 0],
      ['worse', -4],
      ['met', 0],
    ])
  })
  it('give a change colour only where it is more than noise', () => {
    const before = { value: 80 }
    const steps = stepsOf(
      map(
        card('noise', { figures: [figure(60, { before, change: { judgement: 'unclear' } })] }),
        card('fell', { figures: [figure(60, { before, change: { judgement: 'worse' } })] }),
      ),
      'change',
      metrics,
    )
    expect([...steps]).toEqual([
      ['noise', 0],
      ['fell', -4],
    ])
  })
  it('are one-sided where more is more, and worse for cases and money', () => {
    const cards = [card('a', { volume: 100, cases: { open: 0 } }), card('b', { volume: 30, cases: { open: 8 } })]
    expect([...stepsOf(map(...cards), 'volume', metrics)]).toEqual([
      ['a', 4],
      ['b', 2],
    ])
    expect([...stepsOf(map(...cards), 'cases', metrics)]).toEqual([
      ['a', 0],
      ['b', -4],
    ])
    expect(stepsOf(map(...cards), 'money', metrics).size).toBe(0)
  })
})
