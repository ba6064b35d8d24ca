import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { useFormat } from '../../words/i18n'
import { EmptyState } from '../feedback/EmptyState'
import type { Domain } from '../figure/scale'
import { TargetWord } from '../figure/TargetWord'
import { Card } from '../layout/Page'
import { SegmentedControl } from '../SegmentedControl'
import { DataTable } from '../table/DataTable'
import css from './charts.module.css'
import type { Point } from './series'
import { TrendPlot } from './TrendPlot'

export type ChartMark = {
  /** Between the point before and the point of this key stands the mark. */
  key: string
  label: string
}

/**
 * A figure over time: line with its 95 % band, the last point labelled, gaps where n is too small. Arrow keys walk
 * along the points, Enter opens one; the same numbers stand in a table behind the switch.
 */
export function TrendChart({
  title,
  remark,
  points,
  domain,
  unit,
  target,
  marks = [],
  href,
  controls,
  stale,
}: {
  title: string
  remark?: ReactNode
  points: readonly Point[]
  /** The metric's whole scale; the axis shows the part that is used. */
  domain: Domain
  unit: string
  target?: number
  marks?: readonly ChartMark[]
  /** The drill-down of a point. */
  href?: (point: Point) => string
  controls?: ReactNode
  /** Another question's figures are still shown while this one's are fetched. */
  stale?: boolean
}) {
  const { t } = useLingui()
  const [shown, setShown] = useState<'chart' | 'table'>('chart')
  const scored = points.some((p) => !p.too_few && p.n > 0)
  return (
    <Card
      title={title}
      remark={remark ?? t`band = 95 % interval`}
      controls={
        <>
          {controls}
          <span className="no-print">
            <SegmentedControl
              label={t`How ${title} is shown`}
              value={shown}
              onChange={setShown}
              options={[
                { value: 'chart', label: t`Chart` },
                { value: 'table', label: t`Table` },
              ]}
            />
          </span>
        </>
      }
    >
      <div className={stale ? css.stale : undefined}>
        {shown === 'table' ? (
          <TrendTable title={title} points={points} unit={unit} href={href} />
        ) : scored ? (
          <TrendPlot
            title={title}
            points={points}
            domain={domain}
            unit={unit}
            target={target}
            marks={marks}
            href={href}
          />
        ) : (
          <EmptyState
            sentence={points.length === 0 ? t`No answers in this period.` : t`Too few answers to draw a trend.`}
          />
        )}
      </div>
    </Card>
  )
}

function TrendTable({
  title,
  points,
  unit,
  href,
}: {
  title: string
  points: readonly Point[]
  unit: string
  href?: (point: Point) => string
}) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <DataTable
      label={title}
      rows={points}
      rowKey={(p) => p.key}
      href={href}
      columns={[
        { id: 'label', header: t`Period`, cell: (p) => p.label, sort: (p) => p.key },
        {
          id: 'value',
          header: format.suffix(unit) || t`Value`,
          cell: (p) => (p.too_few ? <span className="muted">{t`too few`}</span> : <b>{format.value(p.value, unit)}</b>),
          sort: (p) => (p.too_few ? null : p.value),
          align: 'right',
          phone: 'keep',
        },
        {
          id: 'interval',
          header: t`95 % interval`,
          cell: (p) => format.range(p.low, p.high, unit),
          align: 'right',
        },
        ...(points.some((p) => p.target)
          ? [
              {
                id: 'target',
                header: t`Target`,
                cell: (p: Point) => (p.target ? <TargetWord target={p.target} unit={unit} short /> : null),
              },
            ]
          : []),
        { id: 'n', header: 'n', cell: (p) => format.count(p.n), sort: (p) => p.n, align: 'right', phone: 'keep' },
      ]}
    />
  )
}
