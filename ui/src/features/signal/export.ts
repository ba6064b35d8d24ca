/** Signals as CSV: one line a signal, a column a metric and an attribute. */
import { toCsv } from '../../components/table/csv'
import type { Signal } from './queries'

export function signalsCsv(signals: readonly Signal[]): string {
  const metrics = keysOf(signals.flatMap((s) => (s.measures ?? []).map((m) => m.metric)))
  const attributes = keysOf(signals.flatMap((s) => Object.keys(s.attributes)))
  const head = ['id', 'at', 'kind', 'touch_point', 'unit', 'employee', 'channel', 'language', 'sentiment', 'comment']
  return toCsv([
    [...head, ...metrics, ...attributes.map((key) => `attributes.${key}`)],
    ...signals.map((s) => [
      s.id,
      s.at,
      s.kind,
      s.touch_point?.key,
      s.unit?.key,
      s.employee?.key,
      s.channel,
      s.language,
      s.sentiment?.word,
      (s.comments ?? []).map((c) => c.text).join('\n\n'),
      ...metrics.map((key) => {
        const measure = s.measures?.find((m) => m.metric === key)
        return measure?.score ?? measure?.left_out
      }),
      ...attributes.map((key) => s.attributes[key]),
    ]),
  ])
}

const keysOf = (all: string[]) => [...new Set(all)].sort()
