import { Trans, useLingui } from '@lingui/react/macro'
import { breakdowns } from '../../components/charts/dimension'
import { bucketPeriod, grainFor, isGrain, trendPeriod } from '../../components/charts/grain'
import { HeatGrid } from '../../components/charts/HeatGrid'
import { heatGrid } from '../../components/charts/heat'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Chooser } from '../../components/filter/Chooser'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { within } from '../../components/filter/where'
import { Card } from '../../components/layout/Page'
import type { Dimension } from '../../core/dimensions'
import { type FigureRow, isBrokenDownBy, type Metric, useFigures } from '../../core/metrics'

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
  const grid = heatGrid(figures, by, mostRows)
  const time = isGrain(by[1]) ? by[1] : null
  const columns = time
    ? grid.columns.toSorted((a, b) => (a.key < b.key ? -1 : 1)).slice(-mostColumns)
    : grid.columns.slice(0, mostColumns)
  const href = (row: string, column: string) => {
    const inRow = within(view.where, by[0], row)
    return address(
      `/figures/${metric.key}`,
      time
        ? { ...view.slice, where: inRow, ...bucketPeriod(column, time) }
        : { ...view.slice, where: within(inRow, by[1], column) },
    )
  }
  return (
    <HeatGrid
      name={name}
      rows={grid.rows}
      columns={columns}
      time={time !== null}
      cell={grid.cell}
      metric={metric}
      middle={middle}
      target={(row, column) => ({ href: href(row, column) })}
      stale={stale}
    />
  )
}
