import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { ButtonLink } from '../../components/Button'
import { CopyField } from '../../components/CopyField'
import { firstDimension } from '../../components/charts/dimension'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { ChangeSentence } from '../../components/figure/ChangeSentence'
import { Figure } from '../../components/figure/Figure'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { figureDomain, metricDomain, scoredFrom } from '../../components/figure/scale'
import { type ScoreBand, useBandWords } from '../../components/figure/scores'
import { TargetWord } from '../../components/figure/TargetWord'
import { FilterBar } from '../../components/filter/FilterBar'
import { address } from '../../components/filter/search'
import { type FigureView, useFigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, CardBody, Columns, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useDimensions } from '../../core/dimensions'
import { type FigureRow, type Figures, type Metric, useFigures, useMetrics } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { Breakdown, useBreakdown } from './Breakdown'
import { ExportFigures } from './ExportFigures'
import { HeatMap } from './HeatMap'
import { broken } from './headline'
import { LatestComments } from './LatestComments'
import { MetricDefinition, useLeftOut } from './MetricDefinition'
import { MetricTrend } from './MetricTrend'
import css from './metric.module.css'
import { WhyThisPeriod } from './WhyThisPeriod'

/** One metric in one slice: what it is, what it means, where it comes from. */
export function FigurePage() {
  const { t } = useLingui()
  const { metric: key = '' } = useParams({ strict: false }) as { metric?: string }
  const metrics = useMetrics()
  const metric = metrics.data?.find((m) => m.key === key)
  const view = useFigureView()
  const crumb = { label: t`Overview`, href: address('/', view.search) }
  if (metric) return <Known key={key} metric={metric} view={view} crumb={crumb} />
  return (
    <>
      <PageHeader title={key} crumb={crumb} />
      <PageBody>
        <Card>
          {metrics.isError ? (
            <ErrorState
              error={metrics.error}
              title={t`The metric could not be fetched.`}
              onRetry={() => metrics.refetch()}
            />
          ) : metrics.isPending ? (
            <LoadingRows />
          ) : (
            <EmptyState sentence={<Trans>There is no metric “{key}”.</Trans>}>
              <ButtonLink kind="primary" href="/settings/metrics">
                <Trans>All metrics</Trans>
              </ButtonLink>
            </EmptyState>
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Known({ metric, view, crumb }: { metric: Metric; view: FigureView; crumb: { label: string; href: string } }) {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const figure = useFigures({ metric: metric.key, ...view.question }, { enabled: view.ready })
  const dimensions = useDimensions().data ?? []
  const dimension = dimensions.find((d) => d.key === get('by')) ?? firstDimension(dimensions)
  const breakdown = useBreakdown(view, metric, dimension)
  const row = figure.data?.rows?.[0]
  const brokenAt = String(broken(figure.data)?.args?.at ?? '')
  return (
    <>
      <PageHeader
        title={metric.name}
        crumb={crumb}
        actions={
          <ExportFigures
            view={view}
            told={[{ metric, row, figures: figure.data, stale: figure.isPlaceholderData, brokenAt }]}
            breakdown={dimension && breakdown.data ? { metric, dimension, figures: breakdown.data } : undefined}
          />
        }
      />
      <FilterBar view={view} />
      <PageBody>
        <WhyThisPeriod view={view} />
        <Columns
          aside={
            <>
              <Meaning metric={metric} figures={figure.data} />
              <LatestComments view={view} />
            </>
          }
        >
          <Card>
            {view.error || figure.isError ? (
              <ErrorState
                error={view.error ?? figure.error}
                title={t`The figure could not be fetched.`}
                kept={t`Your filters are kept.`}
                onRetry={() => {
                  view.retry()
                  void figure.refetch()
                }}
              />
            ) : figure.data ? (
              <CardBody>
                <BigFigure metric={metric} view={view} figures={figure.data} stale={figure.isPlaceholderData} />
              </CardBody>
            ) : (
              <LoadingRows rows={2} />
            )}
          </Card>
          {(row || !figure.isError) && <MetricTrend view={view} metric={metric} row={row} />}
          {dimension && (
            <Breakdown
              view={view}
              metric={metric}
              dimension={dimension}
              dimensions={dimensions}
              onDimension={(by) => set({ by })}
              answer={breakdown}
              limit={15}
              expands
            />
          )}
          {dimension && (row || !figure.isError) && (
            <HeatMap view={view} metric={metric} rows={dimension} dimensions={dimensions} overall={row} />
          )}
        </Columns>
      </PageBody>
    </>
  )
}

function BigFigure({
  metric,
  view,
  figures,
  stale,
}: {
  metric: Metric
  view: FigureView
  figures: Figures
  stale: boolean
}) {
  const { t } = useLingui()
  const format = useFormat()
  const row = figures.rows?.[0]
  const left = useLeftOut()(row)
  if (!row) return null
  const warning = broken(figures)
  const n = format.count(row.n)
  const interval = format.interval(row.low, row.high, metric.unit)
  const missing = scoredFrom - row.n
  const asked = row.n + row.left_out.not_answered + row.left_out.not_rated + row.left_out.out_of_scale
  const day = warning ? format.day(String(warning.args?.at)) : ''
  const dropped = format.count(Number(warning?.args?.dropped ?? 0))
  return (
    <div className={css.number} style={stale ? { opacity: 0.55 } : undefined} aria-busy={stale}>
      <div>
        <Figure figure={row} unit={metric.unit} />
        <p className="muted">
          {row.too_few ? (
            <Trans>
              n {n}, scored from {scoredFrom}
            </Trans>
          ) : (
            <Trans>
              {interval} · n {n}
            </Trans>
          )}
        </p>
      </div>
      <div className="stack grow">
        <IntervalMark
          figure={row}
          before={row.before}
          target={row.target?.value}
          domain={figureDomain(row, metricDomain(metric), row.before, row.target?.value)}
          unit={metric.unit}
          judgement={warning ? undefined : row.change?.judgement}
        />
        {row.too_few ? (
          missing > 0 && (
            <p className="second small">
              <Plural value={missing} one="One more answer is needed." other="# more answers are needed." />
            </p>
          )
        ) : view.before && !warning ? (
          <ChangeSentence change={row.change} against={view.againstWords} unit={metric.unit} />
        ) : null}
        {row.target && <TargetWord target={row.target} unit={metric.unit} />}
        {asked > 0 && <p className="second small">{left}</p>}
      </div>
      {warning && (
        <div className={css.wide}>
          <Notice tone="soon" icon="warning">
            {t`Not comparable from ${day} on. ${dropped} values of another scale were left out since then; what remains is no fair sample of that time.`}
          </Notice>
        </div>
      )}
      {asked > 0 && <Behind metric={metric} view={view} row={row} />}
    </div>
  )
}

/** From the figure to the signals it is made of. */
function Behind({ metric, view, row }: { metric: Metric; view: FigureView; row: FigureRow }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useBandWords()(metric)
  const n = format.count(row.n)
  const left = row.left_out.not_answered + row.left_out.not_rated + row.left_out.out_of_scale
  const unheard = format.count(left)
  const to = (score: ScoreBand) => address('/signals', { ...view.slice, against: undefined, metric: metric.key, score })
  return (
    <div className={`${css.wide} row wrap no-print`}>
      <ButtonLink kind="primary" icon="signal" href={to('answered')}>
        <Plural value={row.n} one="The signal behind it" other={`${n} signals behind it`} />
      </ButtonLink>
      {isBanded(metric) && (
        <>
          <ButtonLink href={to('bottom')}>{words.bottom}</ButtonLink>
          <ButtonLink href={to('top')}>{words.top}</ButtonLink>
        </>
      )}
      {left > 0 && <ButtonLink href={to('left_out')}>{t`${unheard} left out`}</ButtonLink>}
    </div>
  )
}

/** Whether high and low answers mean something: not on a scale of minutes to a year, whose ends nobody reaches. */
const isBanded = (metric: Metric) =>
  !['mean', 'median'].includes(metric.scoring.method) || metric.max - metric.min <= 100

function Meaning({ metric, figures }: { metric: Metric; figures: Figures | undefined }) {
  const { t } = useLingui()
  return (
    <Card title={t`What it means`} link={{ label: t`Metrics`, href: '/settings/metrics' }}>
      <CardBody>
        <div className="stack">
          <MetricDefinition metric={metric} />
          {figures && (
            <div className="small">
              <p className="muted" style={{ marginBottom: 4 }}>
                <Trans>Receipt: the same question on the same data gives the same one.</Trans>
              </p>
              <CopyField value={figures.receipt} label={t`Receipt`} />
            </div>
          )}
        </div>
      </CardBody>
    </Card>
  )
}
