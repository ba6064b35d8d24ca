import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { FigureRow, Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { ChangeSentence } from '../figure/ChangeSentence'
import { IntervalMark } from '../figure/IntervalMark'
import { metricDomain, scoredFrom, sharedDomain } from '../figure/scale'
import { TargetWord } from '../figure/TargetWord'
import { type Column, DataTable } from '../table/DataTable'
import css from './charts.module.css'

const goalOrder = { not_met: 0, unclear: 1, too_few: 2, met: 3 }

/**
 * One metric by the values of one dimension: value, interval on a shared scale, n, change. Lowest first.
 * `more` are the columns a screen adds.
 */
export function FigureTable({
  label,
  metric,
  dimension,
  dimensionName,
  rows,
  against,
  target,
  href,
  more = [],
  empty,
}: {
  label: string
  metric: Metric
  dimension: string
  dimensionName: string
  rows: readonly FigureRow[]
  /** What is compared with, as in ChangeSentence; empty when nothing is. */
  against: string
  target?: number
  href?: (row: FigureRow) => string
  more?: readonly Column<FigureRow>[]
  empty?: ReactNode
}) {
  const { t } = useLingui()
  const format = useFormat()
  const domain = sharedDomain(rows, metricDomain(metric), target ?? rows.find((row) => row.target)?.target?.value)
  const name = (row: FigureRow) => row.label?.[dimension] || row.by[dimension] || t`none`
  const columns: Column<FigureRow>[] = [
    { id: 'name', header: dimensionName, cell: name, sort: name },
    {
      id: 'value',
      header: format.suffix(metric.unit) || t`Value`,
      cell: (row) =>
        row.too_few ? (
          <span className="muted nowrap">{t`too few`}</span>
        ) : (
          <b>{format.value(row.value, metric.unit)}</b>
        ),
      sort: (row) => (row.too_few ? null : row.value),
      align: 'right',
      phone: 'keep',
    },
    {
      id: 'mark',
      header: (
        <span className={css.axis}>
          <span>{format.number(domain[0])}</span>
          <span>{format.number(domain[1])}</span>
        </span>
      ),
      cell: (row) => (
        <IntervalMark
          figure={row}
          before={row.before}
          target={row.target?.value ?? target}
          domain={domain}
          unit={metric.unit}
          judgement={row.change?.judgement}
        />
      ),
      width: '22%',
      phone: 'keep',
    },
    {
      id: 'n',
      header: 'n',
      cell: (row) => (
        <span className="muted nowrap">
          <span className="phone-only">n </span>
          {format.count(row.n)}
        </span>
      ),
      sort: (row) => row.n,
      align: 'right',
    },
  ]
  if (rows.some((row) => row.target)) {
    columns.push({
      id: 'target',
      header: t`Target`,
      cell: (row) => (row.target ? <TargetWord target={row.target} unit={metric.unit} short /> : null),
      sort: (row) => (row.target ? goalOrder[row.target.verdict] : null),
    })
  }
  if (against) {
    columns.push({
      id: 'change',
      header: t`Against ${against}`,
      cell: (row) => {
        const missing = scoredFrom - row.n
        if (row.too_few && missing > 0) return <span className="muted nowrap">{t`needs ${missing} more`}</span>
        return <ChangeSentence change={row.change} against={against} unit={metric.unit} short />
      },
      sort: (row) => (row.change && row.change.verdict !== 'too_few' ? row.change.value : null),
    })
  }
  return (
    <DataTable
      label={label}
      columns={[...columns, ...more]}
      rows={rows}
      rowKey={(row) => row.by[dimension] ?? ''}
      href={href}
      sort={{ id: 'value', desc: false }}
      empty={empty}
    />
  )
}
