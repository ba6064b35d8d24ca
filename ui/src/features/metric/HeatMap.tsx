import { Trans, useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Chooser } from '../../components/filter/Chooser'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card } from '../../components/layout/Page'
import type { Dimension } from '../../core/dimensions'
import { type FigureRow, isBrokenDownBy, type Metric, useFigures } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { within } from './Breakdown'
import { breakdowns } from './dimension'
import { bucketPeriod, grainFor, isGrain, trendPeriod } from './grain'
import { heatGrid, heatStep, limits } from './heat'
import css from './heat.module.css'

const mostRows = 12
const mostColumns = 16

/** Two dimensions at once: the number in every cell, its colour the distance from the figure of the whole slice. */
export function HeatMap({
  view,
  metric,
  rows,
  dimensions,
  overall,
}: {
  view: FigureView
  metric: Metric
  rows: Dimension
  dimensions: readonly Dimension[]
  /** The figure of the slice, the middle of the colours. */
  overall: FigureRow | undefined
}) {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const times = dimensions.filter((d) => isGrain(d.key) && d.key !== 'day' && d.key !== 'week')
  const others = breakdowns(dimensions).filter((d) => d.key !== rows.key)
  const grain = grainFor(view.period, (overall?.n ?? 0) / Math.max(1, Math.min(rows.values, 8)))
  const choices = [...times, ...others]
  const across = choices.find((d) => d.key === get('across')) ?? choices.find((d) => d.key === grain) ?? choices[0]
  const key = across?.key ?? ''
  const span = isGrain(key) ? trendPeriod(view.period, key) : view.period
  const answer = useFigures(
    { metric: metric.key, by: [rows.key, key], where: view.question.where, from: span?.from, to: span?.to },
    { enabled: view.ready && overall !== undefined && across !== undefined },
  )
  if (!across) return null
  const [down, over] = [rows.name, across.name]
  return (
    <Card
      title={t`${down} × ${over}`}
      remark={t`colour = distance from the whole`}
      controls={
        <Chooser
          label={t`Columns`}
          value={across.key}
          options={choices.map((d) => ({ value: d.key, label: d.name }))}
          onChange={(next) => set({ across: next })}
        />
      }
    >
      {answer.isError ? (
        <ErrorState
          error={answer.error}
          title={t`The heat map could not be fetched.`}
          onRetry={() => answer.refetch()}
        />
      ) : !answer.data || !overall || !isBrokenDownBy(answer.data, rows.key, key) ? (
        <LoadingRows rows={5} />
      ) : (answer.data.rows ?? []).every((row) => row.n === 0) ? (
        <EmptyState sentence={<Trans>No answers in this period.</Trans>} />
      ) : (
        <Grid
          view={view}
          metric={metric}
          by={[rows.key, across.key]}
          name={t`${down} × ${over}`}
          figures={answer.data.rows ?? []}
          middle={overall.value}
          stale={answer.isPlaceholderData}
        />
      )}
    </Card>
  )
}

function Grid({
  view,
  metric,
  by,
  name,
  figures,
  middle,
  stale,
}: {
  view: FigureView
  metric: Metric
  by: readonly [string, string]
  name: string
  figures: readonly FigureRow[]
  middle: number | null
  stale: boolean
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [at, setAt] = useState<readonly [number, number]>([0, 0])
  const scroll = useRef<HTMLDivElement>(null)
  const grid = heatGrid(figures, by, mostRows)
  const time = isGrain(by[1]) ? by[1] : null
  const columns = time
    ? grid.columns.toSorted((a, b) => (a.key < b.key ? -1 : 1)).slice(-mostColumns)
    : grid.columns.slice(0, mostColumns)
  const latest = time ? columns.length : 0
  useEffect(() => {
    // The latest time is what people look for; on a narrow screen it stands at the far end.
    if (latest > 0) scroll.current?.scrollTo({ left: scroll.current.scrollWidth })
  }, [latest])
  const href = (row: string, column: string) => {
    const inRow = within(view.where, by[0], row)
    return address(
      `/figures/${metric.key}`,
      time
        ? { ...view.slice, where: inRow, ...bucketPeriod(column, time) }
        : { ...view.slice, where: within(inRow, by[1], column) },
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    if (!step) return
    event.preventDefault()
    const next = [
      Math.min(grid.rows.length - 1, Math.max(0, at[0] + (step[0] ?? 0))),
      Math.min(columns.length - 1, Math.max(0, at[1] + (step[1] ?? 0))),
    ] as const
    setAt(next)
    scroll.current?.querySelector<HTMLElement>(`[data-at="${next[0]} ${next[1]}"]`)?.focus()
  }
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
            </tr>
          </thead>
          <tbody>
            {grid.rows.map((row, y) => (
              <tr key={row.key}>
                <th scope="row">{row.label || t`none`}</th>
                {columns.map((column, x) => (
                  <td key={column.key}>
                    <Cell
                      figure={grid.cell(row.key, column.key)}
                      metric={metric}
                      middle={middle}
                      href={href(row.key, column.key)}
                      at={`${y} ${x}`}
                      tabbable={at[0] === y && at[1] === x}
                      onFocus={() => setAt([y, x])}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Legend metric={metric} middle={middle} />
    </div>
  )
}

function Cell({
  figure,
  metric,
  middle,
  href,
  at,
  tabbable,
  onFocus,
}: {
  figure: FigureRow | undefined
  metric: Metric
  middle: number | null
  href: string
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
  // A group nobody answered in leads nowhere, but the arrow keys must not stumble over it.
  return (
    <AppLink
      className={css.cell}
      href={href}
      data-at={at}
      data-step={scored ? heatStep(figure.value ?? 0, middle ?? 0, metric) : undefined}
      data-few={scored ? undefined : ''}
      tabIndex={tabbable ? 0 : -1}
      onFocus={onFocus}
      title={scored ? t`${interval} · n ${n}` : undefined}
    >
      <span aria-hidden="true">
        {scored ? format.number(figure.value ?? 0, metric.unit === 'score' ? 1 : 0) : figure?.n ? `n ${n}` : ''}
      </span>
      <span className="vh">{scored ? t`${value}, ${interval}, n ${n}` : t`Too few answers, n ${n}`}</span>
    </AppLink>
  )
}

function Legend({ metric, middle }: { metric: Metric; middle: number | null }) {
  const { t } = useLingui()
  const format = useFormat()
  const whole = format.withUnit(middle, metric.unit)
  const unit =
    metric.scoring.method === 'mean' ? (metric.max - metric.min) / 100 : metric.scoring.method === 'nps' ? 2 : 1
  const say = (limit: number) => format.number(limit * unit, metric.unit === 'score' ? 2 : 0)
  const within3 = say(limits[0])
  const steps = [-4, -3, -2, -1, 0, 1, 2, 3, 4]
  return (
    <div className={css.legend}>
      <span className="second small">{t`From the whole, ${whole}`}</span>
      <span className={css.steps} aria-hidden="true">
        {steps.map((step) => (
          <span key={step} className={css.cell} data-step={step}>
            {step === 0 ? t`within ${within3}` : `${step < 0 ? '−' : '+'}${say(limits[Math.abs(step) - 1] ?? 0)}`}
          </span>
        ))}
      </span>
      <span className="row small second">
        <span className={css.cell} data-few="" style={{ width: 20, height: 14 }} />
        <Trans>n below 30: not scored</Trans>
      </span>
    </div>
  )
}
