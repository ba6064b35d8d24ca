import { describe, expect, it } from 'vitest'
import { parseWhere, writeWhere } from './where'

describe('where', () => {
  it.each([
    ['unit:porto', { kind: 'any', dimension: 'unit', values: ['porto'] }],
    ['unit:porto,lisbon', { kind: 'any', dimension: 'unit', values: ['porto', 'lisbon'] }],
    ['channel!:chat,phone', { kind: 'none', dimension: 'channel', values: ['chat', 'phone'] }],
    ['attributes.airline:', { kind: 'empty', dimension: 'attributes.airline' }],
    [
      'attributes.lounge_type:First\\, gold,Business Class',
      { kind: 'any', dimension: 'attributes.lounge_type', values: ['First, gold', 'Business Class'] },
    ],
    ['attributes.time:09:30', { kind: 'any', dimension: 'attributes.time', values: ['09:30'] }],
    ['metric.nps<=6', { kind: 'score', metric: 'nps', op: '<=', value: 6 }],
    ['metric.staff>4.5', { kind: 'score', metric: 'staff', op: '>', value: 4.5 }],
    ['attributes.airline!:', { kind: 'filled', dimension: 'attributes.airline' }],
    ['touch_point~card,bank', { kind: 'contains', dimension: 'touch_point', words: ['card', 'bank'] }],
    ['touch_point!~card', { kind: 'lacks', dimension: 'touch_point', words: ['card'] }],
    ['attributes.age=18..30', { kind: 'between', dimension: 'attributes.age', from: '18', to: '30' }],
    ['attributes.age=..30', { kind: 'between', dimension: 'attributes.age', from: '', to: '30' }],
    ['metric.nps=3..6', { kind: 'range', metric: 'nps', from: '3', to: '6' }],
    ['text~late', { kind: 'text', word: 'late' }],
  ] as const)('reads %s and writes it back', (text, condition) => {
    expect(parseWhere(text)).toEqual(condition)
    expect(writeWhere(condition as never)).toBe(text)
  })
  it('leaves alone what it does not understand', () => {
    expect(parseWhere('nonsense')).toBeNull()
    expect(parseWhere(':x')).toBeNull()
    expect(parseWhere('!:x')).toBeNull()
  })
})
