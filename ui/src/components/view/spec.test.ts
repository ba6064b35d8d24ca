import { describe, expect, it } from 'vitest'
import type { Spec } from '../../core/views'
import { parseSearch, stringifySearch } from '../filter/search'
import { readSpec, sameSpec, writeSpec } from './spec'

const standing = { metrics: ['nps'], by: ['touch_point', 'time'] }
const specs: Spec[] = [
  {
    metrics: ['nps'],
    by: ['touch_point', 'month'],
    where: [],
    period: { preset: 'standing' },
    against: { kind: 'previous' },
    shape: 'heat',
    order: 'lowest',
  },
  {
    metrics: ['nps', 'csat'],
    by: ['unit.site'],
    where: ['unit:porto', 'channel!:chat'],
    period: { from: '2026-01-01', to: '2026-04-01' },
    against: { kind: 'own', from: '2024-01-01', to: '2024-04-01' },
    shape: 'table',
    order: 'change',
    top: 50,
  },
  {
    metrics: ['ces'],
    by: [],
    where: [],
    period: { preset: 'last_30' },
    against: { kind: 'rest' },
    shape: 'figure',
    order: 'lowest',
  },
]

describe('a definition', () => {
  it.each(specs)('comes back from its address as it was: $metrics', (spec) => {
    const address = stringifySearch(writeSpec(spec))
    expect(readSpec(parseSearch(address.slice(1)), standing)).toEqual(spec)
  })
  it('of a bare address is the standing one', () => {
    const spec = readSpec({}, standing)
    expect([spec.metrics, spec.by, spec.shape, spec.period]).toEqual([
      ['nps'],
      ['touch_point', 'time'],
      'heat',
      { preset: 'standing' },
    ])
  })
  it('is never a heat map of one dimension, nor a single figure of several', () => {
    expect(readSpec({ by: 'unit', shape: 'heat' }, standing).shape).toBe('bars')
    expect(readSpec({ by: 'unit', shape: 'figure' }, standing).shape).toBe('bars')
    expect(readSpec({ by: 'none', shape: 'lines' }, standing).shape).toBe('figure')
  })
  it('is the same whatever the order of its filters', () => {
    const one = specs[1] as Spec
    expect(sameSpec(one, { ...one, where: ['channel!:chat', 'unit:porto'] })).toBe(true)
    expect(sameSpec(one, { ...one, top: 20 })).toBe(false)
  })
})
