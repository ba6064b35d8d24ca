/** What the Explorer shows as a table of text: the digits of the screen, each with n and interval. */
import { type CsvCell, download, slug, toCsv } from '../../components/table/csv'
import type { Wish } from '../../core/exporting'
import type { FigureRow } from '../../core/metrics'
import type { Spec, Told } from '../../core/views'

/** Rounded as the screen rounds, with a point and without groups; empty where there is no figure. */
function plain(value: number | null | undefined, unit: string, few: boolean): string {
  if (few || value === null || value === undefined) return ''
  const text = value.toFixed(unit === 'score' ? 2 : 1)
  return /^-[0.]*$/.test(text) ? text.slice(1) : text
}

export function tableOf(spec: Spec, told: Told): CsvCell[][] {
  const head: CsvCell[] = [
    ...(told.titles ?? told.by),
    'metric',
    'value',
    'low_95',
    'high_95',
    'n',
    'unit',
    'not_answered',
    'not_rated',
    'out_of_scale',
    told.rest ? 'rest' : 'before',
    told.rest ? 'n_rest' : 'n_before',
    'difference',
    'difference_low_95',
    'difference_high_95',
    'verdict',
    'from',
    'to',
    'against',
    'where',
    'receipt',
  ]
  const against = told.rest ? 'rest' : told.before ? `${told.before.from} – ${told.before.to}` : ''
  const line = (row: FigureRow, figures: NonNullable<Told['figures']>[number]): CsvCell[] => {
    const { metric } = figures
    const other = row.rest ?? row.before
    const change = row.change && row.change.verdict !== 'too_few' ? row.change : undefined
    return [
      ...told.by.map((dimension) => row.label?.[dimension] || row.by[dimension] || ''),
      metric.key,
      plain(row.value, metric.unit, row.too_few),
      plain(row.low, metric.unit, row.too_few),
      plain(row.high, metric.unit, row.too_few),
      row.n,
      metric.unit,
      row.left_out.not_answered,
      row.left_out.not_rated,
      row.left_out.out_of_scale,
      plain(other?.value, metric.unit, other?.too_few ?? true),
      other?.n ?? '',
      plain(change?.value, metric.unit, false),
      plain(change?.low, metric.unit, false),
      plain(change?.high, metric.unit, false),
      row.change?.verdict ?? '',
      told.period.from ?? '',
      told.period.to ?? '',
      against,
      (spec.where ?? []).join(' & '),
      figures.receipt,
    ]
  }
  return [head, ...(told.figures ?? []).flatMap((figures) => (figures.rows ?? []).map((row) => line(row, figures)))]
}

export const downloadView = (title: string, spec: Spec, told: Told) =>
  download(`${slug(title)}.csv`, toCsv(tableOf(spec, told)))

/** Tabs between cells, so that spreadsheets take it as a table. */
export const copyTable = (spec: Spec, told: Told) =>
  navigator.clipboard.writeText(
    tableOf(spec, told)
      .map((cells) => cells.map((cell) => String(cell ?? '').replaceAll(/[\t\n\r]/g, ' ')).join('\t'))
      .join('\n'),
  )

/** What the server is asked to write: the figures of the table, with what its moving parts came to. */
export function wishOf(spec: Spec, told: Told): Omit<Wish, 'format'> {
  return {
    what: 'figures',
    metrics: spec.metrics,
    by: told.by,
    where: spec.where ?? [],
    from: told.period.from,
    to: told.period.to,
    against_from: told.before?.from,
    against_to: told.before?.to,
    rest: told.rest,
    order: spec.order || 'lowest',
    top: spec.top,
  }
}
