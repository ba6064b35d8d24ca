/** What a chart draws, apart from how. */
import { extent } from 'd3-array'
import type { FigureRow } from '../../core/metrics'
import type { Format } from '../../words/format'

/** One bucket of a trend. Where `too_few` is true the numbers are not drawn as a figure. */
export type Point = {
  key: string
  label: string
  short?: string
  value: number
  low: number
  high: number
  n: number
  too_few: boolean
  /** What it should reach in this bucket, where there is a target. */
  target?: FigureRow['target']
}

export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year'

/**
 * Figures by a time grain as points in order, with empty ones for buckets nobody answered in, so that the line
 * breaks there instead of bridging them.
 */
export function trendPoints(rows: readonly FigureRow[], grain: Grain, format: Pick<Format, 'bucket'>): Point[] {
  const known = new Map(rows.map((row) => [row.by[grain] ?? '', row]))
  const keys = [...known.keys()].filter(Boolean).sort()
  const all = fillKeys(keys, grain)
  const many = all.length > 400
  return (many ? keys : all).map((key) => {
    const row = known.get(key)
    const missing = !row || row.value === null || row.low === null || row.high === null
    return {
      key,
      label: format.bucket(key),
      // Beyond a year the name of a month or a quarter alone could be any year's.
      short: format.bucket(key, all.length <= (unmistakable[grain] ?? 0)),
      value: row?.value ?? 0,
      low: row?.low ?? 0,
      high: row?.high ?? 0,
      n: row?.n ?? 0,
      too_few: missing || row.too_few,
      target: row?.target,
    }
  })
}

const unmistakable: Partial<Record<Grain, number>> = { day: 400, week: 53, month: 13, quarter: 4 }

/** Every key from the first to the last of a grain. */
export function fillKeys(keys: readonly string[], grain: Grain): string[] {
  const [first, last] = [keys[0], keys.at(-1)]
  if (first === undefined || last === undefined) return []
  const found = [first]
  while ((found.at(-1) as string) < last && found.length <= 5000) found.push(nextKey(found.at(-1) as string, grain))
  return found
}

const dayMs = 86_400_000

function nextKey(key: string, grain: Grain): string {
  const [year = 0, part = 0] = [Number(key.slice(0, 4)), Number(key.slice(grain === 'month' ? 5 : 6))]
  const pad = (n: number) => String(n).padStart(2, '0')
  if (grain === 'year') return String(year + 1)
  if (grain === 'quarter') return part < 4 ? `${year}-Q${part + 1}` : `${year + 1}-Q1`
  if (grain === 'month') return part < 12 ? `${year}-${pad(part + 1)}` : `${year + 1}-01`
  if (grain === 'week') return part < weeksIn(year) ? `${year}-W${pad(part + 1)}` : `${year + 1}-W01`
  return new Date(Date.parse(`${key}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)
}

/** A year has 53 ISO weeks when it begins on a Thursday, or on a Wednesday in a leap year. */
function weeksIn(year: number): number {
  const begins = new Date(Date.UTC(year, 0, 1)).getUTCDay()
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1
  return begins === 4 || (begins === 3 && leap) ? 53 : 52
}

/** Runs of points that can be joined: a gap where there are too few answers, or a missing bucket. */
export function runs(points: readonly Point[]): Point[][] {
  const found: Point[][] = []
  let run: Point[] = []
  for (const point of points) {
    if (point.too_few || point.n === 0) {
      if (run.length > 0) found.push(run)
      run = []
    } else run.push(point)
  }
  if (run.length > 0) found.push(run)
  return found
}

/** The value axis: reaches of scored intervals and the target with a little air, inside the metric's scale. */
export function valueExtent(
  points: readonly Point[],
  whole: readonly [number, number],
  target?: number,
): [number, number] {
  const scored = points.filter((p) => !p.too_few && p.n > 0)
  const [low, high] = extent([
    ...scored.flatMap((p) => [p.low, p.high]),
    ...points.flatMap((p) => (p.target ? [p.target.value] : [])),
    ...(target === undefined ? [] : [target]),
  ])
  if (low === undefined || high === undefined) return [whole[0], whole[1]]
  const wide = whole[1] - whole[0]
  const air = Math.max((high - low) * 0.1, wide > 200 ? Math.abs(high) / 20 : wide / 50)
  return [Math.max(whole[0], low - air), Math.min(whole[1], high + air)]
}

/** Which labels fit under the axis: every one, every second, … the last always among them. */
export function labelled(count: number, width: number, each = 52): Set<number> {
  const step = Math.max(1, Math.ceil((count * each) / Math.max(width, 1)))
  const shown = new Set<number>()
  for (let at = count - 1; at >= 0; at -= step) shown.add(at)
  return shown
}
