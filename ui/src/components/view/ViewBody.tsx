import { Trans, useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import type { FigureRow, Figures } from '../../core/metrics'
import type { Spec, Told } from '../../core/views'
import { useFormat } from '../../words/i18n'
import { type BarRow, BarRows } from '../charts/BarRows'
import { isGrain } from '../charts/grain'
import { HeatGrid } from '../charts/HeatGrid'
import type { Target } from '../charts/Open'
import { SeriesChart } from '../charts/SeriesChart'
import { EmptyState } from '../feedback/EmptyState'
import { Beyond } from './Beyond'
import { ComparedNote } from './ComparedNote'
import { FigureBlock } from './FigureBlock'
import { compares, gridOf, keyOf, labelOf, linesOf } from './tables'
import { useAgainst } from './useAgainst'
import { ViewTable } from './ViewTable'
import css from './view.module.css'

export type Aim = (metric: string, row: Pick<FigureRow, 'by'>) => Target

type Props = {
  spec: Spec
  told: Told
  /** Where a figure leads. */
  aim: Aim
  stale?: boolean
  /** The cell whose panel is open, as keys in the order of the dimensions. */
  selected?: readonly string[]
  /** In a dashboard there is little room: fewer rows, nothing beside the drawing. */
  dense?: boolean
  /** How to see more rows; without it none can be asked for. */
  onMore?: () => void
}

/** A view's figures, drawn as its definition says: one drawing a metric, or one table of all. */
export function ViewBody(props: Props) {
  const { spec, told, stale } = props
  const figures = told.figures ?? []
  if (told.problem) {
    return (
      <p className={css.trouble} role="alert">
        {told.problem.detail}
      </p>
    )
  }
  if (figures.every((one) => heard(one) === 0)) {
    return <EmptyState sentence={<Trans>No answers in this period and with these filters.</Trans>} />
  }
  if (spec.shape === 'figure' || told.by.length === 0) return <FigureBlock {...props} />
  if (spec.shape === 'table') return <ViewTable {...props} />
  return (
    <div
      className={css.drawings}
      data-several={figures.length > 1 && spec.shape !== 'heat' && !props.dense ? '' : undefined}
    >
      {figures.map((one) => (
        <section key={one.metric.key} className={css.drawing} aria-label={one.metric.name} aria-busy={stale}>
          {figures.length > 1 && <h3 className={css.metric}>{one.metric.name}</h3>}
          <Drawing {...props} figures={one} />
        </section>
      ))}
    </div>
  )
}

const heard = (figures: Figures) => (figures.whole ?? figures.rows?.[0])?.n ?? 0

function Drawing(props: Props & { figures: Figures }) {
  const time = props.told.by.some(isGrain)
  if (props.spec.shape === 'lines' && time) return <Lines {...props} />
  if (props.spec.shape === 'heat' && props.told.by.length === 2) return <Heat {...props} />
  return <BarList {...props} />
}

function Heat({ spec, told, figures, aim, stale, selected, dense, onMore }: Props & { figures: Figures }) {
  const { t } = useLingui()
  const format = useFormat()
  const against = useAgainst()(told)
  const none = t`none`
  const grid = useMemo(() => gridOf(figures, told, format, none, dense ? 12 : 24), [figures, told, format, none, dense])
  const [down, over] = told.by as [string, string]
  const [rows, columns] = told.titles as [string, string]
  const metric = figures.metric
  return (
    <HeatGrid
      name={`${metric.name}: ${rows} × ${columns}`}
      rows={grid.rows}
      columns={grid.columns}
      time={grid.time}
      cell={grid.cell}
      metric={metric}
      middle={figures.whole?.value ?? null}
      target={(row, column) => aim(metric.key, { by: { [down]: row, [over]: column } })}
      selected={selected && selected.length === 2 ? (selected as [string, string]) : undefined}
      margin={dense ? undefined : (row) => (figures.margin ?? []).find((one) => one.by[down] === row)}
      stale={stale}
      foot={
        <>
          {compares(spec) && <ComparedNote figures={figures} against={against} />}
          <Beyond figures={figures} shown={grid.rows.length} onMore={onMore} />
          {grid.hidden > 0 && <HiddenColumns count={grid.hidden} time={grid.time} />}
        </>
      }
    />
  )
}

function HiddenColumns({ count, time }: { count: number; time: boolean }) {
  return (
    <p className={`${css.note} muted small`}>
      {time ? (
        <Trans>{count} earlier columns are not shown.</Trans>
      ) : (
        <Trans>{count} columns with fewer answers are not shown.</Trans>
      )}
    </p>
  )
}

function BarList({ spec, told, figures, aim, stale, onMore, selected }: Props & { figures: Figures }) {
  const { t } = useLingui()
  const format = useFormat()
  const against = useAgainst()(told)
  const none = t`none`
  const metric = figures.metric
  const [first = '', second] = told.by
  const target = (row: FigureRow): Target => aim(metric.key, row)
  const bar = (row: FigureRow, dimension: string, under?: boolean): BarRow => ({
    key: keyOf(row, under ? told.by : [dimension]),
    label: labelOf(row, dimension, format, none),
    figure: row,
    target: target(under || !second ? row : { ...row, by: { [first]: row.by[first] ?? '' } }),
    under,
  })
  const rows = second
    ? (figures.margin ?? []).flatMap((row) => [
        bar(row, first),
        ...(figures.rows ?? [])
          .filter((cell) => cell.by[first] === row.by[first])
          .slice(0, 12)
          .map((cell) => bar(cell, second, true)),
      ])
    : (figures.rows ?? []).map((row) => bar(row, first))
  return (
    <BarRows
      label={`${metric.name}: ${told.titles.join(' × ')}`}
      rows={rows.map((row) => ({ ...row, target: markSelected(row.target, selected, row.key) }))}
      metric={metric}
      against={compares(spec) ? against : ''}
      stale={stale}
      foot={
        <>
          {compares(spec) && <ComparedNote figures={figures} against={against} />}
          <Beyond figures={figures} shown={second ? (figures.margin ?? []).length : rows.length} onMore={onMore} />
        </>
      }
    />
  )
}

const markSelected = (target: Target, selected: readonly string[] | undefined, key: string): Target =>
  target && 'select' in target ? { ...target, selected: selected?.join('\u0001') === key } : target

function Lines({ told, figures, aim, stale, spec, onMore }: Props & { figures: Figures }) {
  const { t } = useLingui()
  const format = useFormat()
  const against = useAgainst()(told)
  const [whole, none] = [t`All`, t`none`]
  const metric = figures.metric
  const lines = useMemo(() => linesOf(figures, told, format, whole, none), [figures, told, format, whole, none])
  const grain = told.by.find(isGrain) ?? ''
  return (
    <>
      <SeriesChart
        label={`${metric.name}: ${told.titles.join(' × ')}`}
        series={lines.map((one) => ({
          key: one.key,
          label: one.label,
          points: one.points,
          target: (point) => aim(metric.key, { by: { ...one.group, [grain]: point.key } }),
        }))}
        metric={metric}
        stale={stale}
      />
      {compares(spec) && told.by.length === 2 && <ComparedNote figures={figures} against={against} />}
      {told.by.length === 2 && <Beyond figures={figures} shown={lines.length} onMore={onMore} />}
    </>
  )
}
