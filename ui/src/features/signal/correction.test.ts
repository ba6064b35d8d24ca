import { describe, expect, it } from 'vitest'
import { corrected, startOf, wrongScores } from './correction'
import type { SignalDetail } from './queries'

const signal = {
  id: 'sig_1',
  at: '2015-08-02T00:00:00Z',
  received_at: '2026-11-22T03:24:40Z',
  kind: 'review',
  touch_point: { id: 't', key: 'lounge', name: 'Lounge' },
  customer: { id: 'c', external_id: 'c-9', email: 'x@example.org' },
  language: 'en',
  measures: [
    { metric: 'staff', name: 'Staff', score: 1, min: 1, max: 5 },
    { metric: 'wifi', name: 'Wifi', left_out: 'not_rated', min: 1, max: 5 },
  ],
  comments: [{ text: 'One.' }, { text: 'Two.' }],
  attributes: { airline: 'thai', airport: 'DPS' },
  corrected: false,
  history: [],
  cases: [],
} as unknown as SignalDetail

describe('a correction', () => {
  it('changes nothing where nothing was touched', () => {
    expect(corrected(signal, startOf(signal))).toEqual({
      at: '2015-08-02T00:00:00Z',
      kind: 'review',
      touch_point: 'lounge',
      customer: { external_id: 'c-9', email: 'x@example.org' },
      language: 'en',
      measures: { staff: 1, wifi: 'not_rated' },
      comments: [{ text: 'One.' }, { text: 'Two.' }],
      attributes: { airline: 'thai', airport: 'DPS' },
    })
  })
  it('takes away what was emptied and keeps what the form does not show', () => {
    const form = { ...startOf(signal), touch_point: ' ', comment: '', attributes: { airline: '', airport: 'DPS' } }
    const sent = corrected(signal, { ...form, scores: { staff: '', wifi: '4' } })
    expect(sent.touch_point).toBeUndefined()
    expect(sent.comments).toEqual([])
    expect(sent.attributes).toEqual({ airport: 'DPS' })
    expect(sent.measures).toEqual({ staff: 'not_answered', wifi: 4 })
    expect(sent.customer).toEqual({ external_id: 'c-9', email: 'x@example.org' })
  })
  it('names scores that are no number or off their scale', () => {
    expect(wrongScores(signal, { staff: '6', wifi: 'good' })).toEqual({ staff: 'scale', wifi: 'number' })
    expect(wrongScores(signal, { staff: '5', wifi: '' })).toEqual({})
  })
})
