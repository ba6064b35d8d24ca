import { describe, expect, it } from 'vitest'
import { deedsFor, goal, type State, way, wayBack } from './moves'

const states: State[] = ['new', 'open', 'waiting', 'resolved', 'closed']

describe('moves', () => {
  it('closes a case from wherever it stands by steps the server allows', () => {
    expect(way('new', 'closed')).toEqual(['open', 'resolved', 'closed'])
    expect(way('waiting', 'closed')).toEqual(['open', 'resolved', 'closed'])
    expect(way('resolved', 'closed')).toEqual(['closed'])
    expect(way('open', 'open')).toEqual([])
  })
  it('offers only deeds that lead somewhere', () => {
    for (const state of states) for (const deed of deedsFor(state)) expect(way(state, goal[deed])).not.toEqual([])
    expect(deedsFor('closed')).toEqual(['reopen'])
  })
  it('never leads back to new', () => {
    expect(way('open', 'new')).toEqual([])
  })
})

describe('undoing', () => {
  const due_at = '2026-11-04T12:00:00Z'
  it('takes a closed case back to waiting and to its old due date', () => {
    expect(wayBack('closed', { state: 'waiting', due_at })).toEqual({ steps: ['open', 'waiting'], due_at })
  })
  it('leaves a new case open, since new can’t be had again', () => {
    expect(wayBack('closed', { state: 'new', due_at }).steps).toEqual(['open'])
  })
  it('resolves again what was resolved before it was closed', () => {
    expect(wayBack('closed', { state: 'resolved', due_at })).toEqual({ steps: ['open', 'resolved'], due_at })
  })
  it('does not touch the due date where the case was only resolved', () => {
    expect(wayBack('resolved', { state: 'open', due_at })).toEqual({ steps: ['open'], due_at: undefined })
  })
})
