import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import type { FigureRow, Figures } from '../../core/metrics'
import type { Spec, Told } from '../../core/views'
import { useFormat } from '../../words/i18n'
import { Open, type Target } from '../charts/Open'
import { ChangeSentence } from '../figure/ChangeSentence'
import { IntervalMark } from '../figure/IntervalMark'
import { metricDomain, sharedDomain } from '../figure/scale'
import { type Column, DataTable } from '../table/DataTable'
import { Beyond } from './Beyond'
import { ComparedNote } from './ComparedNote'
import { compares, joined, keyOf, labelOf } from './tables'
import { useAgainst } from './useAgainst'

type Line = ReturnType<typeof joined>[number]

/** Every group as a row, every metric as columns: value, interval, n and, for a single metric, the difference in words. */
export function ViewTable({
  spec,
  told,
  aim,
  stale,
  dense,
  onMore,
}: {
  spec: Spec
  told: Told
  aim: (metric: string, row: Pick<FigureRow, 'by'>) => Target
  stale?: boolean
  dense?: boolean
  onMore?: () => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const against = useAgainst()(told)
  const all = told.figures ?? []
  const none = t`none`
  const lines = useMemo(() => joined(all, told.by), [all, told.by])
  const columns: Column<Line>[] = told.by.map((dimension, at) => ({
    id: `by${at}`,
    header: told.titles[at] ?? dimension,
    cell: (line) => {
      const name = labelOf(line.row, dimension, format, none)
      const metric = all[0]?.metric.key
      return at === 0 && metric ? <Open target={aim(metric, line.row)}>{name}</Open> : name
    },
    sort: (line) => line.row.by[dimension] ?? '',
    phone: at === 1 ? 'under' : undefined,
  }))
  all.forEach((figures, at) => {
    columns.push(...metricColumns(figures, at, all.length > 1))
  })

  function metricColumns(figures: Figures, at: number, several: boolean): Column<Line>[] {
    const { metric } = figures
    const domain = sharedDomain(figures.rows ?? [], metricDomain(metric))
    const found: Column<Line>[] = [
      {
        id: `value${at}`,
        header: several ? metric.name : metric.unit === '%' ? '%' : t`Value`,
        cell: ({ figures: own }) => {
          const row = own[at]
          if (!row) return <span className="muted">–</span>
          return row.too_few ? (
            <span className="muted nowrap">{t`too few`}</span>
          ) : (
            <Open target={several ? aim(metric.key, row) : null}>
              <b>{format.value(row.value, metric.unit)}</b>
            </Open>
          )
        },
        sort: ({ figures: own }) => (own[at]?.too_few ? null : own[at]?.value),
        align: 'right',
        phone: 'keep',
      },
    ]
    if (!dense && !several) {
      found.push({
        id: `mark${at}`,
        header: t`95 % interval`,
        cell: ({ figures: own }) => {
          const row = own[at]
          return row ? (
            <IntervalMark
              figure={row}
              before={row.before ?? row.rest}
              domain={domain}
              unit={metric.unit}
              judgement={row.change?.judgement}
            />
          ) : null
        },
        width: '20%',
        phone: 'hide',
      })
      found.push({
        id: `ends${at}`,
        header: t`from – to`,
        cell: ({ figures: own }) => {
          const row = own[at]
          return row && !row.too_few ? (
            <span className="muted nowrap">{format.range(row.low, row.high, metric.unit)}</span>
          ) : null
        },
        align: 'right',
      })
    }
    found.push({
      id: `n${at}`,
      header: 'n',
      cell: ({ figures: own }) => (
        <span className="muted nowrap">
          <span className="phone-only">n </span>
          {format.count(own[at]?.n ?? 0)}
        </span>
      ),
      sort: ({ figures: own }) => own[at]?.n ?? 0,
      align: 'right',
    })
    if (compares(spec) && against && (figures.rows ?? []).some((row) => row.change)) {
      found.push({
        id: `change${at}`,
        header: t`Against ${against}`,
        cell: ({ figures: own }) => {
          const row = own[at]
          return row?.change && !row.too_few ? (
            <ChangeSentence
              change={row.change}
              against={against}
              unit={metric.unit}
              rest={row.rest !== undefined}
              short
            />
          ) : (
            <span className="muted">{t`too few to compare`}</span>
          )
        },
        sort: ({ figures: own }) => {
          const change = own[at]?.change
          return change && change.verdict !== 'too_few' ? change.value : null
        },
      })
    }
    return found
  }

  const first = all[0]
  return (
    <div style={stale ? { opacity: 0.55 } : undefined} aria-busy={stale}>
      <DataTable
        label={told.titles.join(' × ')}
        columns={columns}
        rows={lines}
        rowKey={(line) => keyOf(line.row, told.by)}
      />
      {first && compares(spec) && <ComparedNote figures={first} against={against} />}
      {first && (
        <Beyond
          figures={first}
          shown={new Set(lines.map((line) => line.row.by[told.by[0] ?? ''])).size}
          onMore={onMore}
        />
      )}
    </div>
  )
}
