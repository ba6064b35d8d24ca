import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useState } from 'react'
import { Button } from '../../components/Button'
import { breakdowns } from '../../components/charts/dimension'
import { FigureTable } from '../../components/charts/FigureTable'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Chooser } from '../../components/filter/Chooser'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { within } from '../../components/filter/where'
import { Card } from '../../components/layout/Page'
import type { Dimension } from '../../core/dimensions'
import { type FigureRow, type Figures, isBrokenDownBy, type Metric, useFigures } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { broken } from './headline'
import css from './metric.module.css'

/** The slice of a metric by one dimension, asked once for the table and for its export. */
export function useBreakdown(view: FigureView, metric: Metric | undefined, dimension: Dimension | undefined) {
  const key = dimension?.key ?? ''
  const answer = useFigures(
    { metric: metric?.key ?? '', by: [key], ...view.question },
    { enabled: view.ready && metric !== undefined && dimension !== undefined },
  )
  const { isError, error, refetch, isPlaceholderData } = answer
  const fits = isBrokenDownBy(answer.data, key) && answer.data?.metric.key === metric?.key
  return { data: fits ? answer.data : undefined, isError, error, refetch, isPlaceholderData }
}

/** Scored rows from the lowest, then those of too few answers by their n. */
export const lowestFirst = (rows: readonly FigureRow[]): FigureRow[] =>
  [...rows].sort((a, b) =>
    a.too_few !== b.too_few
      ? Number(a.too_few) - Number(b.too_few)
      : a.too_few
        ? b.n - a.n
        : (a.value ?? 0) - (b.value ?? 0),
  )

type Answer = ReturnType<typeof useBreakdown>

/** "Touch points by Staff": lowest first, interval beside interval, each row leading to its own figure. */
export function Breakdown({
  view,
  metric,
  dimension,
  dimensions,
  onDimension,
  answer,
  limit,
  expands,
  controls,
}: {
  view: FigureView
  metric: Metric
  dimension: Dimension
  dimensions: readonly Dimension[]
  onDimension: (key: string) => void
  answer: Answer
  /** How many rows are shown at first. */
  limit: number
  /** Whether the rest opens here; else a link leads to the metric's own page. */
  expands?: boolean
  controls?: ReactNode
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [all, setAll] = useState(false)
  const rows = lowestFirst((answer.data?.rows ?? []).filter((row) => row.n > 0))
  // Where the scale broke in between, a difference is no change: it is neither said nor coloured.
  const sound = broken(answer.data) ? rows.map((row) => ({ ...row, change: undefined })) : rows
  const shown = all ? sound : sound.slice(0, limit)
  const [name, by] = [metric.name, dimension.name]
  const title = t`${name} by ${by}`
  const total = format.count(rows.length)
  const against = comparison(view, answer.data)
  return (
    <Card
      title={title}
      remark={view.before ? t`lowest first · bar = ${view.againstWords}` : t`lowest first`}
      controls={
        <>
          {controls}
          <Chooser
            label={t`By`}
            value={dimension.key}
            options={breakdowns(dimensions).map((d) => ({ value: d.key, label: d.name }))}
            onChange={onDimension}
          />
        </>
      }
      link={
        !expands && rows.length > limit
          ? { label: t`All ${total}`, href: address(`/figures/${metric.key}`, { ...view.slice, by: dimension.key }) }
          : undefined
      }
    >
      {answer.isError ? (
        <ErrorState
          error={answer.error}
          title={t`This breakdown could not be fetched.`}
          onRetry={() => answer.refetch()}
        />
      ) : !answer.data ? (
        <LoadingRows rows={6} />
      ) : (
        <div style={answer.isPlaceholderData ? { opacity: 0.55 } : undefined} aria-busy={answer.isPlaceholderData}>
          <FigureTable
            key={dimension.key + metric.key}
            label={title}
            metric={metric}
            dimension={dimension.key}
            dimensionName={dimension.name}
            rows={shown}
            against={against}
            href={(row) =>
              address(`/figures/${metric.key}`, {
                ...view.slice,
                where: within(view.where, dimension.key, row.by[dimension.key] ?? ''),
              })
            }
            empty={<EmptyState sentence={<Trans>No answers in this period.</Trans>} />}
          />
          {expands && rows.length > limit && (
            <div className={css.rest}>
              <Button kind="quiet" icon={all ? 'up' : 'down'} aria-expanded={all} onClick={() => setAll(!all)}>
                {all ? t`Fewer rows` : t`All ${total}`}
              </Button>
            </div>
          )}
        </div>
      )}
    </Card>
  )
}

/** What the rows are compared with; empty where nothing is, or where the scale broke between. */
const comparison = (view: FigureView, figures: Figures | undefined) => (broken(figures) ? '' : view.againstWords)
