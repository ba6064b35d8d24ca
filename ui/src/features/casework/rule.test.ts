import { describe, expect, it } from 'vitest'
import { about, draftOf, emptyDraft, faultsOf, inputOf, offScale, opsFor, saysTheSame, triable } from './rule'

const rule = {
  name: 'Low NPS',
  on: true,
  match: 'all' as const,
  conditions: [
    { field: 'metric.nps', op: '<=' as const, value: 6 },
    { field: 'touch_point', op: 'is' as const, value: 'call-back' },
  ],
  due_hours: 24,
  severity: 'high' as const,
  fallback_owner: 'usr_1',
}

describe('a rule being written', () => {
  it('comes back as it was, scores as numbers', () => {
    expect(inputOf(draftOf(rule))).toEqual(rule)
  })
  it('leaves a score that is no number to the server’s words', () => {
    const draft = draftOf(rule)
    const conditions = draft.conditions.map((c) => ({ ...c, value: ' six ' }))
    expect(inputOf({ ...draft, conditions }).conditions[0]?.value).toBe('six')
  })
  it('forgets comparison and value when a condition is about something else', () => {
    const first = { id: 1, field: 'metric.nps', op: '<=' as const, value: '6' }
    expect(about(first, 'comment')).toMatchObject({ field: 'comment', op: 'contains', value: '' })
    expect(about(first, 'metric.nps')).toBe(first)
  })
  it('can be tried once every condition says something', () => {
    expect(triable(emptyDraft('usr_1'))).toBe(false)
    expect(triable(draftOf(rule))).toBe(true)
    expect(triable({ ...draftOf(rule), fallback_owner: null })).toBe(false)
  })
  it('finds a score that is off its scale', () => {
    const nps = (field: string) => (field === 'metric.nps' ? { min: 0, max: 10 } : undefined)
    expect(offScale(draftOf(rule), nps)).toBeUndefined()
    expect(offScale(draftOf(rule), () => ({ min: 1, max: 5 }))?.field).toBe('metric.nps')
  })
  it('is the same when it was only switched, another when a condition changed', () => {
    const kept = { ...rule, id: 'rul_1', created_at: '', opened: 0, version: 1 }
    expect(saysTheSame(kept, { ...kept, on: false, version: 2, opened: 4 })).toBe(true)
    expect(saysTheSame(kept, { ...kept, conditions: rule.conditions.slice(1) })).toBe(false)
  })
  it('offers a first comparison for every kind of field', () => {
    for (const field of ['metric.nps', 'touch_point', 'attributes.plan', 'sentiment', 'comment', 'unit', 'kind'])
      expect(opsFor(field).length).toBeGreaterThan(0)
  })
})

it('puts the server’s errors beside the condition they are about', () => {
  expect(
    faultsOf([
      { location: 'body.conditions[1].value', message: 'NPS goes from 0 to 10.' },
      { location: 'body.rule.conditions[0]', message: 'Incomplete.' },
      { location: 'body.name', message: 'A name is needed.' },
    ]),
  ).toEqual({ 0: { value: 'Incomplete.' }, 1: { value: 'NPS goes from 0 to 10.' } })
})
