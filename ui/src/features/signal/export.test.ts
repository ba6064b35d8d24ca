import { expect, it } from 'vitest'
import { signalsCsv } from './export'
import type { Signal } from './queries'

it('signals leave with their scores, the reason where there is none, and no formula that runs', () => {
  const signal = {
    id: 'sig_1',
    at: '2015-08-02T00:00:00Z',
    received_at: '',
    kind: 'review',
    measures: [
      { metric: 'wifi', name: 'Wifi', left_out: 'not_rated', min: 1, max: 5 },
      { metric: 'staff', name: 'Staff', score: 1, min: 1, max: 5 },
    ],
    comments: [{ text: '=cmd|calc' }],
    attributes: { airline: 'thai' },
    corrected: false,
  } as Signal
  expect(signalsCsv([signal]).split('\r\n').slice(0, 2)).toEqual([
    '\ufeffid,at,kind,touch_point,unit,employee,channel,language,sentiment,comment,staff,wifi,attributes.airline',
    "sig_1,2015-08-02T00:00:00Z,review,,,,,,,'=cmd|calc,1,not_rated,thai",
  ])
})
