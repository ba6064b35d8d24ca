/** A correction is the whole signal as it should be: what is left out of it is taken away. */
import type { SignalDetail } from './queries'

/** Why there is no score. */
export type Unscored = 'not_answered' | 'not_rated'

export type CorrectedSignal = {
  at: string
  kind: SignalDetail['kind']
  touch_point?: string
  unit?: string
  employee?: string
  customer?: { external_id?: string; email?: string; name?: string }
  channel?: string
  language?: string
  measures: Record<string, number | Unscored>
  comments: { text: string }[]
  attributes: Record<string, string>
}

/** What the form holds: scores and attributes as texts by name. */
export type CorrectionForm = {
  touch_point: string
  unit: string
  employee: string
  channel: string
  comment: string
  scores: Record<string, string>
  /** Of a metric without a score: why. */
  reasons: Record<string, string>
  attributes: Record<string, string>
}

export const startOf = (signal: SignalDetail): CorrectionForm => ({
  touch_point: signal.touch_point?.key ?? '',
  unit: signal.unit?.key ?? '',
  employee: signal.employee?.key ?? '',
  channel: signal.channel ?? '',
  comment: (signal.comments ?? []).map((c) => c.text).join('\n\n'),
  scores: Object.fromEntries(
    (signal.measures ?? []).map((m) => [m.metric, m.score === undefined ? '' : String(m.score)]),
  ),
  reasons: Object.fromEntries(
    (signal.measures ?? []).map((m) => [m.metric, m.left_out === 'not_rated' ? 'not_rated' : 'not_answered']),
  ),
  attributes: { ...signal.attributes },
})

/** The signal to send. What the form doesn't show is kept; an untouched comment stays in its parts. */
export function corrected(signal: SignalDetail, form: CorrectionForm): CorrectedSignal {
  const start = startOf(signal)
  const { customer } = signal
  const text = form.comment.trim()
  return {
    at: signal.at,
    kind: signal.kind,
    touch_point: form.touch_point.trim() || undefined,
    unit: form.unit.trim() || undefined,
    employee: form.employee.trim() || undefined,
    customer: customer && { external_id: customer.external_id, email: customer.email, name: customer.name },
    channel: form.channel.trim() || undefined,
    language: signal.language,
    measures: Object.fromEntries(
      Object.entries(form.scores).map(([metric, score]) => [
        metric,
        score.trim() !== '' ? Number(score) : form.reasons[metric] === 'not_rated' ? 'not_rated' : 'not_answered',
      ]),
    ),
    comments: form.comment === start.comment ? (signal.comments ?? []) : text ? [{ text }] : [],
    attributes: Object.fromEntries(Object.entries(form.attributes).filter(([, value]) => value.trim() !== '')),
  }
}

/** What is wrong with the scores, by metric: no number, or off its scale. */
export function wrongScores(signal: SignalDetail, scores: Record<string, string>): Record<string, 'number' | 'scale'> {
  const found: Record<string, 'number' | 'scale'> = {}
  for (const measure of signal.measures ?? []) {
    const text = (scores[measure.metric] ?? '').trim()
    if (text === '') continue
    const score = Number(text)
    if (!Number.isFinite(score)) found[measure.metric] = 'number'
    else if (score < measure.min || score > measure.max) found[measure.metric] = 'scale'
  }
  return found
}
