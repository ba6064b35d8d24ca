/** What a heat map shows, apart from how. */

import type { FigureRow, Metric } from '../../core/metrics'
import { metricDomain } from '../figure/scale'

/** Limits between the steps of the colour scale, in hundredths of the metric's whole scale. */
export const limits = [3, 6, 10, 15] as const

/** −4 (far worse) to 4 (far better) than what is compared with; steps are symmetric about it. */
export function heatStep(value: number, middle: number, metric: Metric): number {
  const [low, high] = metricDomain(metric)
  const apart = ((value - middle) / (high - low)) * 100 * (metric.direction === 'down' ? -1 : 1)
  // 3.4 − 3 is a hair less than 0.4: a limit that is met on paper is met here.
  const steps = limits.filter((limit) => Math.abs(apart) >= limit - 1e-9).length
  return steps === 0 ? 0 : Math.sign(apart) * steps
}

export type Heat = {
  rows: { key: string; label: string }[]
  columns: { key: string; label: string }[]
  cell: (row: string, column: string) => FigureRow | undefined
}

/** The grid of figures by two dimensions: the rows with most answers, at most `most` of them; columns in order. */
export function heatGrid(
  figures: readonly FigureRow[],
  by: readonly [row: string, column: string],
  most: number,
): Heat {
  const [down, across] = by
  const cells = new Map(figures.map((f) => [`${f.by[down]}\n${f.by[across]}`, f]))
  const sums = new Map<string, { label: string; n: number }>()
  const columns = new Map<string, { label: string; n: number }>()
  for (const f of figures) {
    for (const [found, dim] of [
      [sums, down],
      [columns, across],
    ] as const) {
      const key = f.by[dim] ?? ''
      const now = found.get(key)
      found.set(key, { label: f.label?.[dim] || key, n: (now?.n ?? 0) + f.n })
    }
  }
  const largest = [...sums]
    .filter(([, s]) => s.n > 0)
    .sort((a, b) => b[1].n - a[1].n)
    .slice(0, most)
  return {
    rows: largest.map(([key, s]) => ({ key, label: s.label })),
    columns: [...columns].filter(([, c]) => c.n > 0).map(([key, c]) => ({ key, label: c.label })),
    cell: (row, column) => cells.get(`${row}\n${column}`),
  }
}
