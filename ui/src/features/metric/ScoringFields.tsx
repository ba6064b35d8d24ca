import { useLingui } from '@lingui/react/macro'
import type { Metric } from '../../core/metrics'

export type Method = Metric['scoring']['method']

/** The kinds of figure, named as people ask for them. */
export function useMethods(): { value: Method; label: string }[] {
  const { t } = useLingui()
  return [
    { value: 'top_box', label: t`Share of high answers (CSAT, CES)` },
    { value: 'nps', label: t`NPS` },
    { value: 'mean', label: t`Mean` },
    { value: 'median', label: t`Median (times, money)` },
    { value: 'within', label: t`Share up to a limit (answered in time)` },
    { value: 'rate', label: t`Share of yes` },
  ]
}

export function useScaleUnits(): Record<string, string> {
  const { t } = useLingui()
  return {
    score: t`Points of the scale`,
    count: t`How many`,
    '%': t`Per cent`,
    seconds: t`Seconds`,
    minutes: t`Minutes`,
    hours: t`Hours`,
    days: t`Days`,
  }
}

export const asNumber = (text: string | undefined) =>
  text !== undefined && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
