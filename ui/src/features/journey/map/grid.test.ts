import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { cellKey, heir, itemOf, layOut, moveTo, nudge, placeOf, step } from './grid'
import { cardOf, mapOf, stageOf } from './samples'

const map = mapOf(
  [stageOf('a'), stageOf('b'), stageOf('c', { phase: 'after' })],
  [
    cardOf('1', 'a', { emotion: 2 }),
    cardOf('2', 'a', { emotion: -1 }),
    cardOf('3', 'b', { initiator: 'customer', emotion: 1 }),
    cardOf('4', 'c', { lane: 'support', emotion: 2 }),
  ],
)
const grid = layOut(map)
const card = (id: string) => map.cards.find((c) => c.id === id) as (typeof map.cards)[number]
const order = (next: typeof map, stage: string, row: string) =>
  layOut(next)
    .cells.get(cellKey(stage, row))
    ?.cards.map((c) => c.id)

describe('the layout of a map', () => {
  it('has two rows in a lane that customers see, by who begins, and one in the others', () => {
    expect(grid.rows.map((r) => r.key)).toEqual([
      'customer',
      'front_stage.out',
      'front_stage.in',
      'back_stage',
      'support',
    ])
    expect(placeOf(grid, card('3'))?.row).toBe('front_stage.in')
    const acting = layOut({ ...map, cards: [...map.cards, cardOf('5', 'a', { lane: 'customer' })] })
    expect(acting.rows.slice(0, 2).map((r) => r.key)).toEqual(['customer.out', 'customer.in'])
  })
  it('joins stages of one phase under one bar', () => {
    expect(grid.phases).toEqual([
      { phase: 'before', from: 0, span: 2 },
      { phase: 'after', from: 2, span: 1 },
    ])
  })
  it('intends the mean of what cards in the lanes that customers see expect', () => {
    expect(grid.intended).toEqual([0.5, 1, null])
  })
  it('keeps cells that nothing happened in, so that they aren’t drawn anew', () => {
    const next = layOut(apply(map, [{ op: 'set_card', id: '1', set: { task: 'Else' } }]).map, grid)
    expect(next.cells.get('b|front_stage.in')).toBe(grid.cells.get('b|front_stage.in'))
    expect(next.cells.get('a|front_stage.out')).not.toBe(grid.cells.get('a|front_stage.out'))
    expect(next.rows).toBe(grid.rows)
  })
})

describe('moving a card', () => {
  it('to the first place of a cell, behind another, and into an empty one', () => {
    const first = apply(map, moveTo(map, grid, card('2'), { stage: 'a', row: 'front_stage.out' })).map
    expect(order(first, 'a', 'front_stage.out')).toEqual(['2', '1'])
    const behind = apply(map, moveTo(map, grid, card('1'), { stage: 'a', row: 'front_stage.out', after: '2' })).map
    expect(order(behind, 'a', 'front_stage.out')).toEqual(['2', '1'])
    const away = apply(map, moveTo(map, grid, card('1'), { stage: 'c', row: 'back_stage' })).map
    expect(order(away, 'c', 'back_stage')).toEqual(['1'])
  })
  it('to the row of those whom customers begin changes who begins, and back', () => {
    const moved = apply(map, moveTo(map, grid, card('1'), { stage: 'b', row: 'front_stage.in', after: '3' })).map
    expect(moved.cards.find((c) => c.id === '1')?.initiator).toBe('customer')
    expect(order(moved, 'b', 'front_stage.in')).toEqual(['3', '1'])
    const back = moveTo(map, grid, card('3'), { stage: 'a', row: 'front_stage.out', after: '1' })
    expect(order(apply(map, back).map, 'a', 'front_stage.out')).toEqual(['1', '3', '2'])
  })
  it('step by step with the keyboard, through rows and stages, and not off the map', () => {
    expect(order(apply(map, nudge(map, grid, card('1'), 'down')).map, 'a', 'front_stage.out')).toEqual(['2', '1'])
    expect(order(apply(map, nudge(map, grid, card('2'), 'down')).map, 'a', 'front_stage.in')).toEqual(['2'])
    expect(order(apply(map, nudge(map, grid, card('1'), 'next')).map, 'b', 'front_stage.out')).toEqual(['1'])
    expect(nudge(map, grid, card('1'), 'before')).toEqual([])
    expect(nudge(map, grid, card('4'), 'next')).toEqual([])
    expect(nudge(map, grid, card('4'), 'down')).toEqual([])
  })
})

describe('going over the map with arrow keys', () => {
  it('goes down a stage, across its row, and over stages where nothing is', () => {
    expect(step(grid, itemOf.stage('a'), 'down', false)).toBe(itemOf.card('1'))
    expect(step(grid, itemOf.card('1'), 'down', false)).toBe(itemOf.card('2'))
    expect(step(grid, itemOf.card('1'), 'up', false)).toBe(itemOf.stage('a'))
    expect(step(grid, itemOf.stage('a'), 'next', false)).toBe(itemOf.stage('b'))
    expect(step(grid, itemOf.card('2'), 'next', true)).toBe(itemOf.add('b|front_stage.out'))
    expect(step(grid, itemOf.card('2'), 'next', false)).toBeUndefined()
    expect(step(grid, itemOf.stage('a'), 'last', false)).toBe(itemOf.stage('c'))
  })
  it('has an heir for the focus of a card that goes', () => {
    expect(heir(grid, card('1'))).toBe(itemOf.card('2'))
    expect(heir(grid, card('2'))).toBe(itemOf.card('1'))
    expect(heir(grid, card('3'))).toBe(itemOf.add('b|front_stage.in'))
  })
})
