import { useLingui } from '@lingui/react/macro'
import type { IconName } from '../../components/Icon'
import { Tag } from '../../components/Tag'
import { useMetrics } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { high, low, type Mapping, type Measure, type RoleName, readable, type SourcePart } from './mapping'
import type { Import } from './queries'

/** The names of what a column can be. */
export function useRoleWords(): Record<RoleName, string> {
  const { t } = useLingui()
  return {
    ignore: t`Left out`,
    time: t`Date or time`,
    measure: t`Score`,
    comment: t`Comment`,
    attribute: t`Attribute`,
    touch_point: t`Touch point`,
    unit: t`Unit`,
    employee: t`Employee`,
    channel: t`Channel`,
    language: t`Language`,
    customer_id: t`Customer’s id`,
    customer_email: t`Customer’s e-mail`,
    customer_name: t`Customer’s name`,
    key: t`Key of the row`,
  }
}

export function usePartWords(): Record<SourcePart, string> {
  const { touch_point, unit, employee, channel, language } = useRoleWords()
  return { touch_point, unit, employee, channel, language }
}

export function useKindWords(): Record<Mapping['kind'], string> {
  const { t } = useLingui()
  return {
    review: t`Review`,
    survey: t`Survey response`,
    feedback: t`Feedback`,
    evaluation: t`Evaluation`,
    employee: t`Employee’s answer`,
    conversation: t`Conversation`,
    operational: t`Operational event`,
    silence: t`Silence`,
  }
}

/** What a measure's metric is called: as it is already, or as the mapping says, or by its key. */
export function useMeasureName(): (key: string, measure?: Measure) => string {
  const metrics = useMetrics().data ?? []
  return (key, measure) => metrics.find((m) => m.key === key)?.name ?? (measure?.name || readable(key))
}

/** How a measure is scored, in words that fit its scale. */
export function useScoringWords(): (measure: Measure) => Record<Measure['scoring'], string> {
  const { t } = useLingui()
  const format = useFormat()
  return (measure) => {
    const top = format.number(high(measure))
    const second = format.number(high(measure) - 1)
    const from = format.number(measure.from ?? high(measure))
    return {
      top_2_box: t`Share of ${second} and ${top}`,
      top_box: t`Share from ${from} up`,
      mean: t`Mean`,
      nps: t`NPS`,
      rate: t`Share of yes`,
      ces_5_7: t`Ease, share of 5 to 7`,
    }
  }
}

/** "1 to 5 · share of 4 and 5 · 0 is not rated"; zero is left out where a tick beside says it. */
export function useMeasureSummary(): (measure: Measure, zeroBeside: boolean) => string {
  const { t } = useLingui()
  const format = useFormat()
  const scoring = useScoringWords()
  return (measure, zeroBeside) => {
    const [from, to] = [format.number(low(measure)), format.number(high(measure))]
    const unrated = (measure.not_rated ?? []).filter((w) => !(zeroBeside && Number(w) === 0)).join(', ')
    const parts = [t`${from} to ${to}`, scoring(measure)[measure.scoring]]
    if (unrated) parts.push(t`${unrated} is not rated`)
    return parts.join(' · ')
  }
}

export function StateTag({ state }: { state: Import['state'] }) {
  const { t } = useLingui()
  const words: Record<Import['state'], [string, 'accent' | 'better' | 'worse' | 'outline' | undefined, IconName]> = {
    waiting: [t`Waiting`, 'accent', 'clock'],
    running: [t`Running`, 'accent', 'play'],
    done: [t`Done`, 'better', 'check'],
    failed: [t`Failed`, 'worse', 'warning'],
    cancelled: [t`Cancelled`, undefined, 'stop'],
    undoing: [t`Being undone`, 'accent', 'undo'],
    undone: [t`Undone`, 'outline', 'undo'],
  }
  const [word, tone, icon] = words[state]
  return (
    <Tag tone={tone} icon={icon}>
      {word}
    </Tag>
  )
}
