import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import { useFormat } from '../../words/i18n'
import type { Row } from './map/grid'
import type { Journey, Lane, Phase } from './queries'

export function usePhaseWords(): Record<Phase, string> {
  const { t } = useLingui()
  return { before: t`Before purchase`, during: t`During`, after: t`After purchase` }
}

export function useLaneWords(): Record<Lane, string> {
  const { t } = useLingui()
  return { customer: t`Customer`, front_stage: t`Front stage`, back_stage: t`Back stage`, support: t`Support` }
}

/** The name of a row, a grey remark, and what stands in its empty cells. */
export function useRowWords(): (row: Pick<Row, 'lane' | 'reach'>) => { name: string; remark: string; empty?: string } {
  const { t } = useLingui()
  const lanes = useLaneWords()
  return useMemo(
    () => (row) => {
      if (row.lane === 'back_stage') return { name: lanes.back_stage, remark: t`behind the line that customers see` }
      if (row.lane === 'support') return { name: lanes.support, remark: t`what the back stage leans on` }
      if (row.reach === 'in') {
        const name = row.lane === 'customer' ? t`Customers act unasked` : t`Customers come to us`
        return { name, remark: t`discovered from signals`, empty: t`None discovered yet` }
      }
      if (row.reach === 'out') {
        const name = row.lane === 'customer' ? t`Customers act when we reach out` : t`We reach out`
        return { name, remark: t`identified in advance` }
      }
      return { name: lanes.customer, remark: t`what they do themselves` }
    },
    [t, lanes],
  )
}

/** Where a journey stands: its version and whether a draft waits. */
export function useStateWords(): (j: Pick<Journey, 'version' | 'changed'>) => {
  word: string
  tone?: 'better' | 'accent'
} {
  const { t } = useLingui()
  return ({ version, changed }) => {
    if (version === 0) return { word: t`Draft` }
    const next = version + 1
    if (changed) return { word: t`Version ${version}, draft of ${next}`, tone: 'accent' }
    return { word: t`Version ${version}, published`, tone: 'better' }
  }
}

/** "New customers, Personal" or "All customers". */
export function useWhose(): (j: Pick<Journey, 'segment'>) => string {
  const { t } = useLingui()
  return (j) => j.segment || t`All customers`
}

export function useSince(): (at: string) => string {
  const format = useFormat()
  return (at) => format.dateTime(at)
}

/** Fields of a stage or card in words, for what differs between two versions. */
export function useFieldWords(): (field: string) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    task: t`What happens`,
    name: t`Name`,
    phase: t`Phase`,
    feel: t`Feel`,
    think: t`Think`,
    do: t`Do`,
    touch_point: t`Touch point`,
    initiator: t`Who begins`,
    discovered: t`Discovered from signals`,
    optional: t`Only if required`,
    first: t`First contact`,
    last: t`Last controlled point`,
    controlled: t`We decide what happens`,
    channels: t`Channels`,
    locations: t`Locations`,
    roles: t`Roles of staff`,
    owner: t`Unit that answers for it`,
    function: t`Function that answers for it`,
    supporting: t`Supporting functions`,
    tenets: t`Tenets it carries`,
    process: t`Process`,
    emotion: t`Expected emotion`,
    bindings: t`Metrics`,
    note: t`Note`,
  }
  return (field) => words[field] ?? field
}
