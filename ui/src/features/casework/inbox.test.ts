import { describe, expect, it } from 'vitest'
import { countOf, filtersOf, questionOf, reaches } from './inbox'

const from =
  (values: Record<string, string>) =>
  (key: string): string =>
    values[key] ?? ''

describe('what the inbox asks for', () => {
  it('lists one’s own live cases by due date unless said otherwise', () => {
    expect(questionOf('mine', from({}))).toMatchObject({ owner: 'me', state: ['new', 'open', 'waiting'], order: 'due' })
  })
  it('ignores filters that a tab has no room for', () => {
    expect(questionOf('mine', from({ owner: 'usr_1', state: 'closed' }))).toMatchObject({
      owner: 'me',
      state: ['new', 'open', 'waiting'],
    })
    expect(filtersOf('mine', from({ owner: 'usr_1', state: 'closed' }))).toBe(0)
  })
  it('shows done cases under All, and drops states it doesn’t know', () => {
    expect(questionOf('all', from({ state: 'closed,eaten' })).state).toEqual(['closed'])
    expect(questionOf('all', from({}))).toMatchObject({ state: undefined, order: 'newest' })
  })
  it('counts what the tab lists', () => {
    const counts = { mine: 1, team: 4, unassigned: 2, overdue: 3, mentioned: 0, watched: 0, broken: 0, open: 5 }
    expect(countOf('team', counts)).toBe(5)
    expect(countOf('all', counts)).toBeUndefined()
  })
})

it('knows which rows the fetched part of a list would hold', () => {
  const row = (due_at: string) => ({ due_at, opened_at: due_at })
  const due = reaches('due', row('2026-11-04T00:00:00Z'), false)
  expect(due(row('2026-11-03T00:00:00Z'))).toBe(true)
  expect(due(row('2026-11-05T00:00:00Z'))).toBe(false)
  expect(reaches('newest', row('2026-11-04T00:00:00Z'), false)(row('2026-11-05T00:00:00Z'))).toBe(true)
  expect(reaches('due', row('2026-11-04T00:00:00Z'), true)(row('2026-12-05T00:00:00Z'))).toBe(true)
})
