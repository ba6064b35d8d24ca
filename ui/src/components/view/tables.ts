/** What the drawings of a view need of its figures, apart from how they are drawn. */
import type { FigureRow, Figures } from '../../core/metrics'
import type { Spec, Told } from '../../core/views'
import type { Format } from '../../words/format'
import { isGrain } from '../charts/grain'
import { type Grain, type Point, trendPoints } from '../charts/series'

/** The key of a row among those of the same figures. */
export const keyOf = (row: Pick<FigureRow, 'by'>, by: readonly string[]): string =>
  by.map((d) => row.by[d] ?? '').join('\u0001')

/** What a row's value of a dimension is called; buckets of time as dates, none as `none`. */
export function labelOf(row: Pick<FigureRow, 'by' | 'label'>, dimension: string, format: Format, none: string): string {
  const key = row.by[dimension] ?? ''
  if (isGrain(dimension) && key) return format.bucket(key)
  return row.label?.[dimension] || key || none
}

/** Where the answer's time stands among its dimensions; −1 for nowhere. */
export const timeAt = (told: Told): number => told.by.findIndex(isGrain)

export type Line = { key: string; label: string; points: Point[]; group: Record<string, string> }

/** Lines over time: one for each row of the other dimension in its order, or one for the whole. Every line has every bucket. */
export function linesOf(figures: Figures, told: Told, format: Format, whole: string, none: string): Line[] {
  const at = timeAt(told)
  if (at < 0) return []
  const grain = told.by[at] as Grain
  const other = told.by.find((_, i) => i !== at)
  const rows = figures.rows ?? []
  const ends = trendPoints(rows, grain, format)
  const fill = (points: Point[]) => {
    const known = new Map(points.map((p) => [p.key, p]))
    return ends.map((p) => known.get(p.key) ?? { ...p, value: 0, low: 0, high: 0, n: 0, too_few: true })
  }
  if (!other) return [{ key: '', label: whole, points: fill(trendPoints(rows, grain, format)), group: {} }]
  const order =
    at === 1
      ? (figures.margin ?? []).map((row) => row.by[other] ?? '')
      : [...new Set(rows.map((r) => r.by[other] ?? ''))]
  return order.map((key) => {
    const own = rows.filter((row) => (row.by[other] ?? '') === key)
    const named = own[0] ?? (figures.margin ?? []).find((row) => row.by[other] === key)
    return {
      key,
      label: named ? labelOf(named, other, format, none) : key || none,
      points: fill(trendPoints(own, grain, format)),
      group: { [other]: key },
    }
  })
}

export type GridLine = { key: string; label: string }

/** Rows and columns of a heat map in order: rows as the server ordered them, columns by time or by their answers. */
export function gridOf(figures: Figures, told: Told, format: Format, none: string, most: number) {
  const [down, over] = told.by as [string, string]
  const rows = figures.rows ?? []
  const cells = new Map(rows.map((row) => [`${row.by[down]}\n${row.by[over]}`, row]))
  const columns = new Map<string, { label: string; n: number }>()
  for (const row of rows) {
    const key = row.by[over] ?? ''
    const now = columns.get(key)
    columns.set(key, { label: labelOf(row, over, format, none), n: (now?.n ?? 0) + row.n })
  }
  const time = isGrain(over)
  const keys = [...columns.keys()]
  const shown = time
    ? keys.sort().slice(-most)
    : keys.sort((a, b) => (columns.get(b)?.n ?? 0) - (columns.get(a)?.n ?? 0)).slice(0, most)
  return {
    rows: (figures.margin ?? []).map(
      (row): GridLine => ({ key: row.by[down] ?? '', label: labelOf(row, down, format, none) }),
    ),
    columns: shown.map((key): GridLine => ({ key, label: columns.get(key)?.label ?? key })),
    hidden: Math.max(0, (figures.columns ?? keys.length) - shown.length),
    cell: (row: string, column: string) => cells.get(`${row}\n${column}`),
    time,
  }
}

/** The rows of a table of several metrics, joined by group; a metric without the group has no figure there. */
export function joined(
  all: readonly Figures[],
  by: readonly string[],
): { row: FigureRow; figures: (FigureRow | undefined)[] }[] {
  const found = new Map<string, { row: FigureRow; figures: (FigureRow | undefined)[] }>()
  all.forEach((figures, at) => {
    for (const row of figures.rows ?? []) {
      const key = keyOf(row, by)
      const line = found.get(key) ?? { row, figures: [] }
      line.figures[at] = row
      found.set(key, line)
    }
  })
  return [...found.values()]
}

/** Whether a definition compares, and so whether differences are said. */
export const compares = (spec: Spec): boolean => (spec.against.kind ?? 'previous') !== 'none'
