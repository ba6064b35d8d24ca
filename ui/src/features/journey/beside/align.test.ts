import { describe, expect, it } from 'vitest'
import { cardOf, mapOf, stageOf } from '../map/samples'
import { align, besides } from './align'

const one = mapOf(
  [
    stageOf('a', { name: 'Find' }),
    stageOf('b', { name: 'Buy', phase: 'during' }),
    stageOf('c', { name: 'Use', phase: 'after' }),
  ],
  [cardOf('1', 'a', { touch_point: 'offer' }), cardOf('2', 'b', { task: 'Pay' })],
)
const two = mapOf(
  [
    stageOf('x', { name: 'Look round' }),
    stageOf('y', { name: 'buy ', phase: 'during' }),
    stageOf('z', { name: 'Wait', phase: 'during' }),
  ],
  [
    cardOf('7', 'x', { task: 'Offer', touch_point: 'offer', emotion: 1 }),
    cardOf('8', 'z', { task: 'pay' }),
    cardOf('9', 'y'),
  ],
)

describe('journeys beside one another', () => {
  it('put stages of one name in one line, then those of one phase, and leave gaps', () => {
    const names = align([one, two]).map((l) => l.stages.map((s) => s?.name))
    expect(names).toEqual([
      ['Find', 'Look round'],
      ['Buy', 'buy '],
      [undefined, 'Wait'],
      ['Use', undefined],
    ])
  })
  it('tell what only one has, what stands elsewhere, and what differs', () => {
    const lines = align([one, two])
    const at = (line: number, journey: number) =>
      besides([one, two], lines, lines[line] as (typeof lines)[number], journey)
    expect(at(0, 0)).toMatchObject([{ alone: false, differs: ['emotion'] }])
    expect(at(1, 0)).toMatchObject([{ alone: false, elsewhere: 'Wait' }])
    expect(at(1, 1)).toMatchObject([{ alone: true }])
  })
})
