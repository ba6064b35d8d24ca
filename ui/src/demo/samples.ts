/** Made-up figures for the page of components. */
import type { FigureRow, Metric } from '../core/metrics'

export const nps: Metric = {
  id: 'met_1',
  key: 'nps',
  name: 'NPS, relationship survey',
  min: 0,
  max: 10,
  direction: 'up',
  better: 'up',
  scale_unit: 'score',
  archived: false,
  revision: 1,
  scoring: { version: 1, method: 'nps' },
  unit: 'points',
}
export const csat: Metric = {
  ...nps,
  id: 'met_2',
  key: 'csat',
  name: 'CSAT, top 2 of 5',
  min: 1,
  max: 5,
  scoring: { version: 1, method: 'top_box', from: 4 },
  unit: '%',
}
export const mean: Metric = {
  ...csat,
  id: 'met_3',
  key: 'overall',
  name: 'Overall, mean',
  scoring: { version: 1, method: 'mean' },
  unit: 'score',
}

type Verdict = NonNullable<FigureRow['change']>['verdict']

export function row(
  by: Record<string, string>,
  label: string,
  value: number,
  half: number,
  n: number,
  before?: number,
  verdict: Verdict = 'unclear',
): FigureRow {
  const change = before === undefined ? 0 : value - before
  const judgement = verdict === 'higher' ? 'better' : verdict === 'lower' ? 'worse' : 'unclear'
  return {
    by,
    label: Object.fromEntries(Object.keys(by).map((key) => [key, label])),
    value,
    n,
    low: value - half,
    high: value + half,
    left_out: { not_answered: 0, not_rated: 0, out_of_scale: 0 },
    too_few: n < 30,
    before:
      before === undefined ? undefined : { value: before, n, low: before - half, high: before + half, too_few: n < 30 },
    change:
      before === undefined
        ? undefined
        : { value: change, low: change - half * 1.4, high: change + half * 1.4, verdict, judgement },
  }
}

export const touchPoints: FigureRow[] = [
  row({ touch_point: 'call_back' }, 'Call back on a disputed payment', 53.8, 5.4, 318, 64.9, 'lower'),
  row({ touch_point: 'unblock' }, 'Unblock a card by phone', 64.4, 4.7, 402, 66),
  row({ touch_point: 'video' }, 'Identity check by video', 68.6, 5.3, 287, 69.9),
  row({ touch_point: 'mortgage' }, 'Mortgage document request', 72, 6, 214, 71.2),
  row({ touch_point: 'address' }, 'Change of address', 78.4, 4.3, 356, 77.6),
  row({ touch_point: 'chat' }, 'Balance and payments chat', 81.5, 2.8, 731, 82.3),
  row({ touch_point: 'welcome' }, 'Welcome call within 48 hours', 84.2, 3.3, 468, 78.1, 'higher'),
  row({ touch_point: 'app' }, 'First payment in the app', 86.3, 2.7, 655, 85.1),
  row({ touch_point: 'branch' }, 'Branch appointment', 88, 3, 467, 87.2),
  row({ touch_point: 'letter' }, 'Complaint closing letter', 64.3, 23, 14),
]

const values = [28.1, 28.7, 27.2, 30, 30.5, 29.2, 31, 31.7, 30.3, 31, 29.9, 29.5, 23.7]
export const trend = values.map((value, at) => {
  const key = `${at < 3 ? 2025 : 2026}-${String(((at + 9) % 12) + 1).padStart(2, '0')}`
  return { key, value, low: value - 3.3, high: value + 3.3, n: 2184 - at * 10, too_few: false }
})
