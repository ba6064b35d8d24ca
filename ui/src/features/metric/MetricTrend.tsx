import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { bucketOf, bucketPeriod, grainFor, grainsFor, isGrain, trendPeriod } from '../../components/charts/grain'
import { type Grain, trendPoints } from '../../components/charts/series'
import { TrendChart } from '../../components/charts/TrendChart'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { metricDomain } from '../../components/figure/scale'
import { Chooser } from '../../components/filter/Chooser'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card } from '../../components/layout/Page'
import { type FigureRow, isBrokenDownBy, type Metric, useFigures } from '../../core/metrics'
import { useFormat } from '../../words/i18n'

/** A metric over time, at a grain that fits the period; a point opens the figure of its time. */
export function MetricTrend({
  view,
  metric,
  row,
  controls,
}: {
  view: FigureView
  metric: Metric
  /** The figure of the whole period, whose n decides how fine a trend can be. */
  row: FigureRow | undefined
  controls?: ReactNode
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [get, set] = useSearchState()
  const words = useGrainWords()
  const choices = grainsFor(view.period)
  const asked = get('grain')
  const grain = isGrain(asked) && choices.includes(asked) ? asked : grainFor(view.period, row?.n ?? 0)
  const span = trendPeriod(view.period, grain)
  const trend = useFigures(
    { metric: metric.key, by: [grain], where: view.question.where, from: span?.from, to: span?.to },
    { enabled: view.ready && row !== undefined },
  )
  const name = metric.name
  const by = words[grain].toLocaleLowerCase()
  const title = t`${name} by ${by}`
  const chooser = (
    <>
      {controls}
      <Chooser
        label={t`Grain`}
        value={grain}
        options={choices.map((one) => ({ value: one, label: words[one] }))}
        onChange={(next) => set({ grain: next })}
      />
    </>
  )
  if (trend.isError || !trend.data || !isBrokenDownBy(trend.data, grain)) {
    return (
      <Card title={title} controls={chooser}>
        {trend.isError ? (
          <ErrorState error={trend.error} title={t`The trend could not be fetched.`} onRetry={() => trend.refetch()} />
        ) : (
          <LoadingRows rows={5} />
        )}
      </Card>
    )
  }
  const points = trendPoints(trend.data.rows ?? [], grain, format)
  const scale = metric.break
  const day = scale ? format.day(scale.at) : ''
  return (
    <TrendChart
      title={title}
      points={points}
      domain={metricDomain(metric)}
      unit={metric.unit}
      controls={chooser}
      stale={trend.isPlaceholderData}
      marks={scale ? [{ key: bucketOf(scale.at, grain), label: t`Not comparable from ${day}` }] : []}
      href={(point) => {
        const { from, to } = bucketPeriod(point.key, grain)
        return address(`/figures/${metric.key}`, { ...view.slice, from, to })
      }}
    />
  )
}

function useGrainWords(): Record<Grain, string> {
  const { t } = useLingui()
  return { day: t`Day`, week: t`Week`, month: t`Month`, quarter: t`Quarter`, year: t`Year` }
}
