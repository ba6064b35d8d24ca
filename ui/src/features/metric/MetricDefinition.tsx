import { Trans, useLingui } from '@lingui/react/macro'
import type { FigureRow, Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { useScaleUnits } from './ScoringFields'

/** What a number means, in words: what is counted on what scale, how sure it is, what was left out. */
export function MetricDefinition({ metric, row }: { metric: Metric; row?: FigureRow | null }) {
  const said = useDefinition()(metric)
  const left = useLeftOut()(row)
  return (
    <div className="stack small">
      <p>{said.what}</p>
      <p className="second">{said.interval}</p>
      {left && <p className="second">{left}</p>}
      <p className="muted">{said.scale}</p>
    </div>
  )
}

/** A metric's definition as sentences. */
export function useDefinition() {
  const { t } = useLingui()
  const format = useFormat()
  const units = useScaleUnits()
  return (metric: Metric): { what: string; scale: string; interval: string } => {
    const [min, max] = [plain(metric.min), plain(metric.max)]
    const from = plain(metric.scoring.from ?? metric.max)
    const to = plain(metric.scoring.to ?? metric.max)
    const unit = (units[metric.scale_unit] ?? metric.scale_unit ?? '').toLocaleLowerCase()
    const version = format.count(metric.scoring.version)
    const scale =
      metric.direction === 'down'
        ? t`Scores from ${min} to ${max}, lower is better. Scoring version ${version}.`
        : t`Scores from ${min} to ${max}, higher is better. Scoring version ${version}.`
    switch (metric.scoring.method) {
      case 'nps':
        return {
          what: t`Share of 9 and 10 less share of 0 to 6 among those who answered: from −100 to 100.`,
          interval: t`The 95 % interval is an adjusted Wald interval, which holds for small n too.`,
          scale,
        }
      case 'top_box':
        return {
          what: from === max ? t`Share of answers that are ${max}.` : t`Share of answers from ${from} to ${max}.`,
          interval: t`The 95 % interval is Wilson’s.`,
          scale,
        }
      case 'within':
        return {
          what: t`Share of scores up to ${to} ${unit}.`,
          interval: t`The 95 % interval is Wilson’s.`,
          scale,
        }
      case 'median':
        return {
          what: t`Median: half of the scores lie below it, half above, in ${unit}.`,
          interval: t`The 95 % interval goes from one score to another, by their ranks: it supposes nothing of how they are spread.`,
          scale,
        }
      case 'rate':
        return { what: t`Share of answers that are yes.`, interval: t`The 95 % interval is Wilson’s.`, scale }
      default:
        return {
          what: t`Mean of all answers, in points of the scale.`,
          interval: t`The 95 % interval is Student’s t.`,
          scale,
        }
    }
  }
}

const plain = (value: number) => String(value)

/** What carries the metric and is not in n, in words; empty where everything is. */
export function useLeftOut() {
  const { t } = useLingui()
  const format = useFormat()
  return (row: FigureRow | null | undefined): string => {
    const left = row?.left_out
    if (!left) return ''
    const [skipped, unrated, off] = [left.not_answered, left.not_rated, left.out_of_scale].map((n) => format.count(n))
    const parts = [
      left.not_answered > 0 ? t`${skipped} not answered` : '',
      left.not_rated > 0 ? t`${unrated} not rated` : '',
      left.out_of_scale > 0 ? t`${off} outside the scale` : '',
    ].filter(Boolean)
    const list = format.list(parts)
    return parts.length > 0 ? t`Left out: ${list}.` : t`Nothing was left out.`
  }
}

/** "Not comparable from 9 Jun 2015", said wherever such a figure stands. */
export function NotComparable({ at }: { at: string }) {
  const format = useFormat()
  const day = format.day(at)
  return (
    <span className="soon">
      <Trans>Not comparable from {day} on: the scale changed</Trans>
    </span>
  )
}
