import { useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import type { FigureRow, Metric } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { ChangeShape } from '../figure/ChangeSentence'
import { HeatLegend } from './HeatLegend'
import { heatStep } from './heat'
import css from './heat.module.css'
import { Open, type Target } from './Open'

export type HeatLine = { key: string; label: string }

/**
 * Figures by two dimensions: the number in every cell, its colour the distance from the whole. One stop for the Tab key;
 * arrows walk from cell to cell, Enter opens one.
 */
export function HeatGrid({
  name,
  rows,
  columns,
  time,
  cell,
  metric,
  metricOf,
  middle,
  middleOf,
  target,
  selected,
  margin,
  stale,
  foot,
}: {
  name: string
  rows: readonly HeatLine[]
  columns: readonly HeatLine[]
  /** Whether the columns are a grain of time, whose keys are said as dates. */
  time: boolean
  cell: (row: string, column: string) => FigureRow | undefined
  metric: Metric
  /** Where every column is a metric of its own. */
  metricOf?: (column: string) => Metric
  /** The figure of the whole, the middle of the colours. */
  middle: number | null
  middleOf?: (column: string) => number | null
  target: (row: string, column: string) => Target
  selected?: readonly [row: string, column: string]
  /** The figure of each row over all columns, in a column of its own. */
  margin?: (row: string) => FigureRow | undefined
  stale?: boolean
  foot?: ReactNode
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [at, setAt] = useState<readonly [number, number]>([0, 0])
  const scroll = useRef<HTMLDivElement>(null)
  const latest = time ? columns.length : 0
  useEffect(() => {
    // The latest time is what people look for; on a narrow screen it stands at the far end.
    const box = scroll.current
    if (latest > 0 && box)
      box.scrollTo({ left: getComputedStyle(box).direction === 'rtl' ? -box.scrollWidth : box.scrollWidth })
  }, [latest])
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (!step) return
    event.preventDefault()
    const turned = scroll.current && getComputedStyle(scroll.current).direction === 'rtl' ? -1 : 1
    const next = [
      Math.min(rows.length - 1, Math.max(0, at[0] + (step[0] ?? 0))),
      Math.min(columns.length - 1, Math.max(0, at[1] + (step[1] ?? 0) * turned)),
    ] as const
    setAt(next)
    scroll.current?.querySelector<HTMLElement>(`[data-at="${next[0]} ${next[1]}"]`)?.focus()
  }
  const [atRow, atColumn] = [Math.min(at[0], rows.length - 1), Math.min(at[1], columns.length - 1)]
  return (
    <div style={stale ? { opacity: 0.55 } : undefined} aria-busy={stale}>
      <div className={css.scroll} ref={scroll}>
        <table className={css.map} aria-label={name} onKeyDown={onKeyDown}>
          <thead>
            <tr>
              <td />
              {columns.map((column) => (
                <th key={column.key} scope="col">
                  {time ? format.bucket(column.key) : column.label || t`none`}
                </th>
              ))}
              {margin && <th scope="col">{t`All`}</th>}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, y) => (
              <tr key={row.key}>
                <th scope="row">{row.label || t`none`}</th>
                {columns.map((column, x) => (
                  <td key={column.key}>
                    <Cell
                      figure={cell(row.key, column.key)}
                      metric={metricOf?.(column.key) ?? metric}
                      middle={middleOf ? middleOf(column.key) : middle}
                      target={target(row.key, column.key)}
                      selected={selected?.[0] === row.key && selected[1] === column.key}
                      at={`${y} ${x}`}
                      tabbable={atRow === y && atColumn === x}
                      onFocus={() => setAt([y, x])}
                    />
                  </td>
                ))}
                {margin && <Margin figure={margin(row.key)} metric={metric} />}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {foot}
      <HeatLegend metric={metricOf ? undefined : metric} middle={middle} />
    </div>
  )
}

function Margin({ figure, metric }: { figure: FigureRow | undefined; metric: Metric }) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <td className={css.margin}>
      {figure && !figure.too_few ? (
        <b>{format.value(figure.value, metric.unit)}</b>
      ) : (
        <span className="muted">{t`too few`}</span>
      )}
    </td>
  )
}

function Cell({
  figure,
  metric,
  middle,
  target,
  selected,
  at,
  tabbable,
  onFocus,
}: {
  figure: FigureRow | undefined
  metric: Metric
  middle: number | null
  target: Target
  selected: boolean
  at: string
  tabbable: boolean
  onFocus: () => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const n = format.count(figure?.n ?? 0)
  const scored = figure && !figure.too_few && figure.value !== null
  const value = scored ? format.withUnit(figure.value, metric.unit) : ''
  const interval = scored ? format.interval(figure.low, figure.high, metric.unit) : ''
  const verdict = scored ? figure.change?.verdict : undefined
  const clear = verdict === 'higher' || verdict === 'lower'
  const said =
    verdict === 'higher'
      ? t`, clearly higher than the rest`
      : verdict === 'lower'
        ? t`, clearly lower than the rest`
        : ''
  // A group nobody answered in leads nowhere, but the arrow keys must not stumble over it.
  return (
    <Open
      target={target}
      className={css.cell}
      data-at={at}
      data-step={scored ? heatStep(figure.value ?? 0, middle ?? 0, metric) : undefined}
      data-few={scored ? undefined : ''}
      data-selected={selected ? '' : undefined}
      tabIndex={tabbable ? 0 : -1}
      onFocus={onFocus}
      title={scored ? t`${interval} · n ${n}` : undefined}
    >
      <span aria-hidden="true">
        {scored ? format.number(figure.value ?? 0, metric.unit === 'score' ? 1 : 0) : figure?.n ? `n ${n}` : ''}
        {clear && figure?.rest && <ChangeShape verdict={verdict} />}
      </span>
      <span className="vh">
        {scored ? t`${value}, ${interval}, n ${n}${figure?.rest ? said : ''}` : t`Too few answers, n ${n}`}
      </span>
    </Open>
  )
}
