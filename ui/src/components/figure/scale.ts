/** On what scale a figure stands. */
import type { Metric } from '../../core/metrics'

/** A figure as drawn: value and 95 % interval in the metric's unit (null without answers), and their number. */
export type Estimate = { value: number | null; low: number | null; high: number | null; n: number; too_few: boolean }
export type Domain = readonly [number, number]

/** Below this many answers a figure is not scored (the server decides and says `too_few`). */
export const scoredFrom = 30

/** The whole scale a metric's figures can take. */
export function metricDomain(metric: Pick<Metric, 'min' | 'max' | 'scoring'>): Domain {
  switch (metric.scoring.method) {
    case 'nps':
      return [-100, 100]
    case 'top_box':
    case 'rate':
    case 'within':
      return [0, 100]
    default:
      return [metric.min, metric.max]
  }
}

/**
 * A scale that shows the given marks apart, inside `whole`: their reach with a fifth of air at each side, at
 * least a tenth of the whole, so that a narrow interval is not blown up to look like a swing.
 */
export function closeDomain(marks: readonly (number | null)[], whole: Domain): Domain {
  const known = marks.filter((m) => m !== null)
  if (known.length === 0) return whole
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const wide = whole[1] - whole[0]
  // A scale of minutes to a year says nothing of how far apart two figures are; there the figures themselves do.
  const least = wide > 200 ? Math.max(Math.abs(high), Math.abs(low), wide / 1e6) / 5 : wide / 10
  const span = Math.max((high - low) * 1.4, least)
  const middle = (low + high) / 2
  const start = Math.max(whole[0], Math.min(middle - span / 2, whole[1] - span))
  return [start, Math.min(whole[1], start + span)]
}

/** The scale for one figure beside its earlier self and its target. */
export const figureDomain = (now: Estimate, whole: Domain, before?: Estimate, target?: number): Domain =>
  closeDomain(
    [
      now.low,
      now.high,
      ...(before && !before.too_few ? [before.value] : []),
      ...(target === undefined ? [] : [target]),
    ],
    whole,
  )

/** One scale for many figures, rounded outwards to tens (or ones), as a table's header prints it. */
export function sharedDomain(figures: readonly Estimate[], whole: Domain, target?: number): Domain {
  const step = whole[1] - whole[0] > 20 ? 10 : 1
  const scored = figures.filter((f) => !f.too_few)
  const marks = [...scored.flatMap((f) => [f.low, f.high, f.value]), target].filter(
    (m) => m !== undefined && m !== null,
  )
  if (marks.length === 0) return whole
  return [
    Math.max(whole[0], Math.floor(Math.min(...marks) / step) * step),
    Math.min(whole[1], Math.ceil(Math.max(...marks) / step) * step),
  ]
}

/** Where a value stands on a scale, 0 to 100, cut at its ends. */
export const place = (value: number, [min, max]: Domain): number =>
  max <= min ? 50 : Math.min(100, Math.max(0, ((value - min) / (max - min)) * 100))
