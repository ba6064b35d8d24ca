import { describe, expect, it } from 'vitest'
import {
  answered,
  change,
  choose,
  counts,
  isTaken,
  nothingChosen,
  placeOf,
  send,
  stepFor,
  storable,
  whole,
} from './choices'
import type { Answers, Item } from './queries'

const line = (key: string, section: Item['section'], needs: string[] = [], more: Partial<Item> = {}): Item => ({
  key,
  section,
  name: key,
  why: 'because',
  from: 'industry',
  needs,
  standing: 'new',
  ...more,
})

const items: Item[] = [
  line('point:a', 'touch_points'),
  line('point:b', 'touch_points'),
  line('metric:m', 'metrics'),
  line('metric:old', 'metrics', [], { standing: 'exists' }),
  line('target:m', 'targets', ['metric:m'], {
    fixed: true,
    target: { metric: 'm', value: 80, unit: '%', better: 'up', low: 0, high: 100 },
  }),
  line('survey', 'survey', ['point:a'], { survey: { touch_point: 'point:a', questions: [] } }),
  line('wait', 'rules', ['point:b'], { expectation: { kind: 'promise', on: true } }),
  line('rule', 'rules', ['wait', 'metric:old'], {
    rule: { severity: 'high', purpose: 'case', due_hours: 8, on: true, would_open: 0, days: 30 },
  }),
]
const taken = (c: typeof nothingChosen) => items.filter((i) => isTaken(i, c)).map((i) => i.key)

describe('choosing', () => {
  it('begins with every new line', () => {
    expect(taken(nothingChosen)).toEqual(['point:a', 'point:b', 'metric:m', 'target:m', 'survey', 'wait', 'rule'])
  })
  it('leaves what rests on a line with it, and takes what a line needs', () => {
    const without = choose(items, nothingChosen, ['point:b', 'metric:m'], false)
    expect(taken(without)).toEqual(['point:a', 'survey'])
    expect(taken(choose(items, without, ['rule'], true))).toEqual(['point:a', 'point:b', 'survey', 'wait', 'rule'])
  })
  it('follows the touch point that was chosen for the survey', () => {
    const about = change(nothingChosen, 'survey', { touch_point: 'point:b' })
    expect(taken(choose(items, about, ['point:a'], false))).toContain('survey')
    expect(taken(choose(items, about, ['point:b'], false))).not.toContain('survey')
  })
  it('sends what differs, and what is switched as it is shown', () => {
    let c = choose(items, nothingChosen, ['point:a'], false)
    c = change(c, 'point:b', { name: ' Ring back ' })
    c = change(c, 'metric:m', { name: 'metric:m' })
    c = change(c, 'target:m', { value: 92 })
    c = change(c, 'rule', { on: false })
    expect(send(items, c)).toEqual([
      { key: 'point:b', name: 'Ring back' },
      { key: 'metric:m' },
      { key: 'target:m', value: 92 },
      { key: 'wait', on: true },
      { key: 'rule', on: false },
    ])
    expect(counts(items, c)).toEqual([
      { section: 'touch_points', n: 1 },
      { section: 'metrics', n: 1 },
      { section: 'targets', n: 1 },
      { section: 'rules', n: 2 },
    ])
  })
  it('finds the line that a refusal speaks of', () => {
    const sent = [{ key: 'a' }, { key: 'b' }]
    expect(placeOf('body.items[1].name', sent)).toEqual({ key: 'b', part: 'name' })
    expect(placeOf('body.items[1]', sent)).toEqual({ key: 'b', part: '' })
    expect(placeOf('body.items', sent)).toBeUndefined()
    expect(placeOf('body.items[7].name', sent)).toBeUndefined()
  })
})

describe('answers', () => {
  const none: Answers = { promises: [], channels: [], size: {} }
  it('go on where they were left', () => {
    expect(stepFor(none)).toBe('industry')
    expect(stepFor({ ...none, industry: 'retail' })).toBe('promises')
    expect(stepFor({ ...none, industry: 'retail', promises: [{ text: 'a' }] })).toBe('channels')
    expect(stepFor({ ...none, industry: 'retail', channels: ['web'] })).toBe('size')
    expect(stepFor({ ...none, industry: 'retail', channels: ['web'], size: { teams: 2 } })).toBe('proposal')
    expect(answered({ ...none, size: { site_names: [] } }, 'size')).toBe(false)
  })
  it('are whole numbers, and promises that say something', () => {
    expect(whole('1 200 people')).toBe(1200)
    expect(whole('none')).toBeUndefined()
    expect(whole('99999999999')).toBe(999_999_999)
    expect(storable({ ...none, promises: [{ text: ' ' }, { text: 'We care' }] }).promises).toEqual([
      { text: 'We care' },
    ])
  })
})
