import { useLingui } from '@lingui/react/macro'
import { useDimensions } from '../../core/dimensions'
import { useMetrics } from '../../core/metrics'
import { useTouchPoints, useUnits } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { type Op, takesSeveral, valuesOf } from './rule'
import { useSegments } from './rule-queries'
import { useMoodWords, useSignalKindWords } from './words'

type Condition = { field: string; op: Op; value: string | number }

/** What conditions are about and how they read. */
export function useRuleWords() {
  const { t } = useLingui()
  const format = useFormat()
  const metrics = useMetrics().data ?? []
  const dimensions = useDimensions().data ?? []
  const points = useTouchPoints().data ?? []
  const units = useUnits().data ?? []
  const segments = useSegments(useMay('people.read')).data ?? []
  const kinds = useSignalKindWords()
  const moods = useMoodWords()
  const attributes = dimensions.filter((d) => d.kind === 'attribute')

  const groups = [
    { group: t`Scores`, items: metrics.map((m) => ({ value: `metric.${m.key}`, label: m.name })) },
    {
      group: t`What was said`,
      items: [
        { value: 'sentiment', label: t`Sentiment` },
        { value: 'comment', label: t`Comment` },
      ],
    },
    {
      group: t`Where and how`,
      items: [
        { value: 'touch_point', label: t`Touch point` },
        { value: 'unit', label: t`Unit` },
        { value: 'channel', label: t`Channel` },
        { value: 'kind', label: t`Kind` },
        ...(segments.length > 0 ? [{ value: 'segment', label: t`Segment` }] : []),
      ],
    },
    ...(attributes.length > 0
      ? [{ group: t`Attributes`, items: attributes.map((d) => ({ value: d.key, label: d.name })) }]
      : []),
  ]
  const fieldName = (field: string) =>
    groups.flatMap((g) => g.items).find((item) => item.value === field)?.label ?? field.replace(/^\w+\./, '')

  const op = (field: string, of: Op): string => {
    const mood = field === 'sentiment'
    switch (of) {
      case '<=':
        return mood ? t`is this or worse` : t`is at most`
      case '>=':
        return mood ? t`is this or better` : t`is at least`
      case 'is_not':
        return t`is not`
      case 'contains':
        return t`contains`
      case 'any_of':
        return field === 'comment' ? t`contains any of` : t`is any of`
      case 'none_of':
        return field === 'comment' ? t`contains none of` : t`is none of`
      default:
        return field === 'unit' ? t`is, or lies below` : t`is`
    }
  }
  /** The closed list a field's value is one of; null where it is free. */
  const choices = (field: string): { value: string; label: string }[] | null => {
    const pairs = (words: Record<string, string>) => Object.entries(words).map(([value, label]) => ({ value, label }))
    switch (field) {
      case 'touch_point':
        return points.map((p) => ({ value: p.key, label: p.name }))
      case 'unit':
        return units.map((u) => ({ value: u.key, label: u.name }))
      case 'segment':
        return segments.map((s) => ({ value: s.key, label: s.name }))
      case 'kind':
        return pairs(kinds)
      case 'sentiment':
        return pairs(moods)
      default:
        return null
    }
  }
  const sentence = ({ field, op: by, value }: Condition): string => {
    const named = (one: string) => choices(field)?.find((c) => c.value === one)?.label ?? one
    if (takesSeveral(by)) {
      const list = valuesOf(String(value)).map((one) => (field === 'comment' ? `“${one}”` : named(one)))
      return `${fieldName(field)} ${op(field, by)} ${list.join(', ')}`
    }
    const label = named(String(value))
    const quoted = field === 'comment' || by === 'contains' ? `“${label}”` : label
    const name = fieldName(field)
    if (field === 'sentiment' && by === '<=') return t`${name} is ${label} or worse`
    if (field === 'sentiment' && by === '>=') return t`${name} is ${label} or better`
    return `${name} ${op(field, by)} ${quoted}`
  }
  return {
    groups,
    fieldName,
    op,
    choices,
    metric: (field: string) => metrics.find((m) => `metric.${m.key}` === field),
    sentence,
    /** A whole rule: "NPS is at most 6 and Touch point is Call back". */
    whole: (match: 'all' | 'any', conditions: readonly Condition[]) => {
      const all = conditions.map(sentence)
      return match === 'all'
        ? format.list(all)
        : new Intl.ListFormat(format.locale, { type: 'disjunction' }).format(all)
    },
  }
}
