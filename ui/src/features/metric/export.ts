/** Figures as CSV: the digits of the screen, each with n and interval. */
import { type CsvCell, toCsv } from '../../components/table/csv'
import type { FigureRow, Metric } from '../../core/metrics'

/** A value rounded as the screen rounds it, with a point and without groups; empty where there is none. */
export function plainValue(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return ''
  const digits = unit === '%' || unit === 'points' ? 1 : 2
  const text = new Intl.NumberFormat('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  }).format(value)
  return /^-[0.]*$/.test(text) ? text.slice(1) : text
}

export type ExportRow = {
  name: string
  metric: Metric
  row: FigureRow
  receipt: string
  /** The day from which its scores can't be compared, where the figures hold it: then no change is given. */
  brokenAt?: string
}

/** One line a figure. A figure of too few answers has none on the screen either: only its n is given. */
export function figuresCsv(
  header: string,
  rows: readonly ExportRow[],
  asked: { from?: string; to?: string; against_from?: string; against_to?: string; where?: string[] },
): string {
  const head: CsvCell[] = [
    header,
    'metric',
    'value',
    'low_95',
    'high_95',
    'n',
    'unit',
    'not_answered',
    'not_rated',
    'out_of_scale',
    'before',
    'n_before',
    'change',
    'change_low_95',
    'change_high_95',
    'verdict',
    'target',
    'target_verdict',
    'from',
    'to',
    'against_from',
    'against_to',
    'where',
    'not_comparable_from',
    'receipt',
  ]
  const slice = [asked.from, asked.to, asked.against_from, asked.against_to, (asked.where ?? []).join(' & ')]
  return toCsv([head, ...rows.map((one) => [...line(one), ...slice, one.brokenAt, one.receipt])])
}

function line({ name, metric, row, brokenAt }: ExportRow): CsvCell[] {
  const say = (value: number | null | undefined) => plainValue(value, metric.unit)
  const before = row.before && !row.before.too_few ? row.before : undefined
  const change = !brokenAt && row.change?.verdict !== 'too_few' ? row.change : undefined
  return [
    name,
    metric.key,
    row.too_few ? '' : say(row.value),
    row.too_few ? '' : say(row.low),
    row.too_few ? '' : say(row.high),
    row.n,
    metric.unit,
    row.left_out.not_answered,
    row.left_out.not_rated,
    row.left_out.out_of_scale,
    say(before?.value),
    row.before?.n,
    say(change?.value),
    say(change?.low),
    say(change?.high),
    brokenAt ? '' : row.change?.verdict,
    say(row.target?.value),
    row.target?.verdict,
  ]
}
