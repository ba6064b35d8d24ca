/** What changed, as one sentence needs it: made of the same figures that the tiles show. */
import { metricDomain } from '../../components/figure/scale'
import type { FigureRow, Figures, Metric } from '../../core/metrics'

export type Told = { metric: Metric; row: FigureRow }

export type Headline = {
  fell: number
  rose: number
  /** How many figures could be compared at all. */
  compared: number
  /** The change to explain: the largest for the worse, else the largest for the better; null where nothing is clear. */
  largest: Told | null
}

/** A figure whose scale broke in the period or the one before says nothing by its change. */
export const broken = (figures: Pick<Figures, 'warnings'> | undefined) =>
  (figures?.warnings ?? []).find((w) => w.code === 'not_comparable')

/** Counts clear changes. Sizes are compared as shares of each metric's whole scale. */
export function headline(all: readonly Told[]): Headline {
  const compared = all.filter(({ row }) => row.change && row.change.verdict !== 'too_few')
  const clear = compared.filter(({ row }) => row.change?.verdict === 'lower' || row.change?.verdict === 'higher')
  const worse = clear.filter(({ row }) => row.change?.judgement === 'worse')
  return {
    fell: clear.filter(({ row }) => row.change?.verdict === 'lower').length,
    rose: clear.filter(({ row }) => row.change?.verdict === 'higher').length,
    compared: compared.length,
    largest: largestOf(worse.length > 0 ? worse : clear),
  }
}

const size = ({ metric, row }: Told) => {
  const [low, high] = metricDomain(metric)
  return Math.abs(row.change?.value ?? 0) / (high - low)
}
const largestOf = (told: readonly Told[]) =>
  told.reduce<Told | null>((most, one) => (most === null || size(one) > size(most) ? one : most), null)

/** The row of a breakdown that moved most in a direction, of those whose move is more than noise; null for none. */
export function mostMoved(rows: readonly FigureRow[], verdict: 'lower' | 'higher'): FigureRow | null {
  return rows
    .filter((row) => row.change?.verdict === verdict)
    .reduce<FigureRow | null>(
      (most, row) =>
        most === null || Math.abs(row.change?.value ?? 0) > Math.abs(most.change?.value ?? 0) ? row : most,
      null,
    )
}
