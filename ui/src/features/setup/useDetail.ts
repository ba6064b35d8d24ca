import { useLingui } from '@lingui/react/macro'
import type { Item } from './queries'
import { useChannels } from './words'

/** What a line is, in few words, beside its name. */
export function useDetail(): (item: Item) => string {
  const { t } = useLingui()
  const channels = useChannels()
  return (item) => {
    if (item.touch_point) {
      return channels
        .filter((c) => item.touch_point?.channels.includes(c.value))
        .map((c) => c.label)
        .join(', ')
    }
    if (item.metric) return scoring(item.metric)
    if (item.promise) return t`a draft: ${item.promise.tenets.join(' · ')}`
    if (item.unit) return item.unit.kind === 'site' ? t`place` : t`team`
    if (item.expectation) return t`heard when it doesn’t come`
    if (item.rule) {
      if (item.rule.purpose === 'compliment') return t`praise, no case`
      const hours = item.rule.due_hours
      return item.rule.severity === 'high' ? t`high, due in ${hours} hours` : t`medium, due in ${hours} hours`
    }
    return ''
  }
  function scoring(m: NonNullable<Item['metric']>): string {
    const [low, high] = [m.min, m.max]
    const by = m.asked ? t`asked by the survey` : t`comes with signals`
    const how = () => {
      const { method, from, to } = m.scoring
      switch (method) {
        case 'nps':
          return t`${low} to ${high}`
        case 'top_box':
          return t`${low} to ${high}, share of ${from ?? 0} and more`
        case 'within':
          return m.scale_unit === 'minutes' && (to ?? 0) >= 120
            ? t`share within ${Math.round((to ?? 0) / 6) / 10} hours`
            : t`share within ${to ?? 0} ${m.scale_unit}`
        case 'median':
          return t`median, in ${m.scale_unit}`
        default:
          return t`share`
      }
    }
    return `${how()} · ${by}`
  }
}
