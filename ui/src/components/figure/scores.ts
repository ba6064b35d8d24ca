import { useLingui } from '@lingui/react/macro'
import type { Metric } from '../../core/metrics'
import { writeWhere } from '../filter/where'

/** Which answers of a metric are meant: those scored, its high or low ones, or what is left out. */
export const scoreBands = ['answered', 'top', 'bottom', 'left_out'] as const
export type ScoreBand = (typeof scoreBands)[number]
export const isScoreBand = (text: string): text is ScoreBand => (scoreBands as readonly string[]).includes(text)

/** What a question for signals says of a band: `score` where the server knows it, else a condition on the score. */
export function bandQuestion(metric: Metric, band: ScoreBand): { score: 'answered' | 'left_out'; where?: string } {
  if (band === 'left_out') return { score: 'left_out' }
  if (band === 'answered') return { score: 'answered' }
  const at = (op: '>=' | '<=' | '<' | '>', value: number) =>
    ({ score: 'answered', where: writeWhere({ kind: 'score', metric: metric.key, op, value }) }) as const
  switch (metric.scoring.method) {
    case 'nps':
      return band === 'top' ? at('>=', 9) : at('<=', 6)
    case 'within':
      return band === 'top' ? at('<=', metric.scoring.to ?? metric.max) : at('>', metric.scoring.to ?? metric.max)
    case 'top_box':
      return band === 'top' ? at('>=', metric.scoring.from ?? metric.max) : at('<', metric.scoring.from ?? metric.max)
    default:
      return band === 'top' ? at('>=', metric.max) : at('<=', metric.min)
  }
}

/** What the bands of a metric are called. */
export function useBandWords(): (metric: Metric) => Record<ScoreBand, string> {
  const { t } = useLingui()
  return (metric) => {
    const [from, max, min] = [metric.scoring.from ?? metric.max, metric.max, metric.min].map(String)
    const to = String(metric.scoring.to ?? metric.max)
    const both = { answered: t`All answers`, left_out: t`Left out` }
    switch (metric.scoring.method) {
      case 'nps':
        return { ...both, top: t`Promoters, 9–10`, bottom: t`Detractors, 0–6` }
      case 'rate':
        return { ...both, top: t`Yes`, bottom: t`No` }
      case 'within':
        return { ...both, top: t`Up to ${to}`, bottom: t`Above ${to}` }
      case 'top_box':
        return {
          ...both,
          top: from === max ? t`Answered ${max}` : t`Answered ${from} to ${max}`,
          bottom: t`Answered below ${from}`,
        }
      default:
        return { ...both, top: t`Answered ${max}`, bottom: t`Answered ${min}` }
    }
  }
}
