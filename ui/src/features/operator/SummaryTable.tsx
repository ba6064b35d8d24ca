import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { ChangeSentence } from '../../components/figure/ChangeSentence'
import { Figure } from '../../components/figure/Figure'
import { Card } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import { useFormat } from '../../words/i18n'
import css from './operator.module.css'
import type { Cell, Row, Summary } from './queries'

/** Rows of units by columns of metrics: figure, interval, n, and the trend in words. Cards on phones. */
export function SummaryTable({
  label,
  summary,
  named,
  stale,
  empty,
}: {
  label: string
  summary: Summary
  /** What a row is called; `organisation` for rows of several. */
  named: 'organisation' | 'unit'
  stale?: boolean
  empty: ReactNode
}) {
  const { t } = useLingui()
  const phone = usePhone()
  const format = useFormat()
  const rows = summary.rows ?? []
  const columns = summary.columns ?? []
  const days = summary.days
  const against = t`the ${days} days before`
  const whole = t`Whole organisation`
  const unit = (row: Row) => row.unit_name ?? whole
  const find = (row: Row, key: string) => row.cells?.find((c) => c.metric?.key === key)
  const cell = (row: Row, key: string) => {
    const found = find(row, key)
    return found ? <Shown cell={found} against={against} /> : <span className="muted">–</span>
  }
  if (rows.length === 0) return <Card>{empty}</Card>
  if (phone) {
    return (
      <div className={stale ? `${css.cards} ${css.dim}` : css.cards}>
        {rows.map((row) => (
          <Card
            key={`${row.organisation} ${row.unit ?? ''}`}
            title={named === 'organisation' ? row.name : unit(row)}
            remark={named === 'organisation' ? unit(row) : undefined}
          >
            <dl className={css.metrics}>
              {row.cells?.map((c) => (
                <div key={c.metric?.key} style={{ display: 'contents' }}>
                  <dt>{c.metric?.name}</dt>
                  <dd>
                    <Shown cell={c} against={against} />
                  </dd>
                </div>
              ))}
            </dl>
          </Card>
        ))}
      </div>
    )
  }
  const shown: Column<Row>[] = [
    ...(named === 'organisation'
      ? [
          {
            id: 'name',
            header: t`Client`,
            cell: (row: Row) => (
              <span className="row wrap">
                <b>{row.name}</b>
                {row.until && <Tag tone="outline">{t`until ${format.date(row.until)}`}</Tag>}
              </span>
            ),
            sort: (row: Row) => row.name,
          },
        ]
      : []),
    { id: 'unit', header: t`Unit`, cell: (row) => unit(row), sort: unit },
    ...columns.map(
      (c): Column<Row> => ({
        id: c.key,
        header: c.differ ? (
          <span className="row">
            {c.name}
            <Tag tone="soon">
              <Trans>defined differently</Trans>
            </Tag>
          </span>
        ) : (
          c.name
        ),
        cell: (row) => cell(row, c.key),
        sort: (row) => {
          const figure = find(row, c.key)?.figure
          return figure && !figure.too_few ? figure.value : null
        },
      }),
    ),
  ]
  return (
    <Card>
      <div className={stale ? `${css.wide} ${css.dim}` : css.wide}>
        <DataTable
          label={label}
          columns={shown}
          rows={rows}
          rowKey={(row) => `${row.organisation} ${row.unit ?? ''}`}
        />
      </div>
    </Card>
  )
}

function Shown({ cell, against }: { cell: Cell; against: string }) {
  const format = useFormat()
  const { figure, metric } = cell
  if (!metric || !figure) return null
  const n = format.count(figure.n)
  const interval = format.interval(figure.low, figure.high, metric.unit)
  return (
    <span className={css.cell}>
      {figure.too_few ? (
        <span className="muted">
          <Trans>too few</Trans>
        </span>
      ) : (
        <Figure figure={figure} unit={metric.unit} size="medium" />
      )}
      <span className={css.range}>
        {figure.too_few ? (
          <Trans>n {n}</Trans>
        ) : (
          <Trans>
            {interval} · n {n}
          </Trans>
        )}
      </span>
      {!figure.too_few && <ChangeSentence change={figure.change} against={against} unit={metric.unit} short />}
    </span>
  )
}
