import { Trans, useLingui } from '@lingui/react/macro'
import { Button, ButtonLink } from '../../components/Button'
import { firstDimension } from '../../components/charts/dimension'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Chooser } from '../../components/filter/Chooser'
import { FilterBar } from '../../components/filter/FilterBar'
import { yearTo } from '../../components/filter/standing'
import { type FigureView, useFigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, Columns, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useDimensions } from '../../core/dimensions'
import type { FigureRow } from '../../core/metrics'
import { useMay, useSignedIn } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { Breakdown, useBreakdown } from './Breakdown'
import { ExportFigures } from './ExportFigures'
import { Headline } from './Headline'
import { headline } from './headline'

import { LatestComments } from './LatestComments'
import { MetricTiles } from './MetricTiles'
import { MetricTrend } from './MetricTrend'
import { OpenCases } from './OpenCases'
import { type Told, useAllFigures } from './queries'
import { SampleData } from './SampleData'
import { WhyThisPeriod } from './WhyThisPeriod'

/** What the organisation's figures say now, and what to look at first. */
export function OverviewPage() {
  const { t } = useLingui()
  const view = useFigureView()
  const { told, pending, error, retry } = useAllFigures(view)
  const dimensions = useDimensions().data ?? []
  const [get, set] = useSearchState()
  const chosen = told.find(({ metric }) => metric.key === get('metric')) ?? (pending ? undefined : firstShown(told))
  const dimension = dimensions.find((d) => d.key === get('by')) ?? firstDimension(dimensions)
  const breakdown = useBreakdown(view, chosen?.metric, dimension)
  const nothing = view.latest?.total === 0
  return (
    <>
      <PageHeader
        title={t`Overview`}
        remark={useSignedIn().organisation.name}
        actions={
          <>
            <DataTo at={view.latest?.at} />
            {!nothing && (
              <ExportFigures
                view={view}
                told={told}
                breakdown={
                  chosen && dimension && breakdown.data ? { ...chosen, dimension, figures: breakdown.data } : undefined
                }
              />
            )}
          </>
        }
      />
      {!nothing && <FilterBar view={view} />}
      <PageBody>
        {nothing ? (
          <NothingYet />
        ) : error && told.every((one) => !one.row) ? (
          <Card>
            <ErrorState
              error={error}
              title={t`The figures could not be fetched.`}
              kept={t`Your filters are kept.`}
              onRetry={retry}
            >
              {view.where.length > 0 && (
                <Button onClick={() => view.setWhere([])}>
                  <Trans>Remove the filters</Trans>
                </Button>
              )}
            </ErrorState>
          </Card>
        ) : !pending && told.length === 0 ? (
          <NothingHere view={view} />
        ) : (
          <>
            <div className="stack" style={{ gap: 2 }}>
              <Headline view={view} told={told} pending={pending} dimension={dimension} />
              <WhyThisPeriod view={view} />
            </div>
            <MetricTiles
              view={view}
              told={told}
              pending={pending}
              all={get('all') === 'yes'}
              onAll={(all) => set({ all: all ? 'yes' : undefined })}
            />
            <Columns aside={<Aside view={view} />}>
              {!chosen && <Coming />}
              {chosen && (
                <MetricTrend
                  view={view}
                  metric={chosen.metric}
                  row={chosen.row}
                  controls={
                    <Chooser
                      label={t`Metric`}
                      value={chosen.metric.key}
                      options={told.map(({ metric }) => ({ value: metric.key, label: metric.name }))}
                      onChange={(metric) => set({ metric })}
                    />
                  }
                />
              )}
              {chosen && dimension && (
                <Breakdown
                  view={view}
                  metric={chosen.metric}
                  dimension={dimension}
                  dimensions={dimensions}
                  onDimension={(by) => set({ by })}
                  answer={breakdown}
                  limit={10}
                />
              )}
            </Columns>
          </>
        )}
      </PageBody>
    </>
  )
}

/** The metric a screen begins with: the one that the sentence speaks of, else the first that is scored. */
function firstShown(told: readonly Told[]): Told | undefined {
  const sound = told.filter((one) => one.row && !one.brokenAt)
  const key = headline(sound as { metric: Told['metric']; row: FigureRow }[]).largest?.metric.key
  return told.find(({ metric }) => metric.key === key) ?? sound.find(({ row }) => !row?.too_few) ?? told[0]
}

/** The shape of trend and table while it isn't known yet of which metric they will be. */
function Coming() {
  return (
    <>
      <Card>
        <LoadingRows rows={6} />
      </Card>
      <Card>
        <LoadingRows rows={6} />
      </Card>
    </>
  )
}

function Aside({ view }: { view: FigureView }) {
  const cases = useMay('case.read')
  const signals = useMay('signal.read')
  return (
    <>
      {cases && <OpenCases />}
      {signals && <LatestComments view={view} />}
    </>
  )
}

/** How far the data reach. */
function DataTo({ at }: { at: string | null | undefined }) {
  const format = useFormat()
  if (!at) return null
  const day = format.date(at)
  return (
    <span className="muted small not-phone nowrap">
      <Trans>Data to {day}</Trans>
    </span>
  )
}

/** Before the first signal: the ways in. */
function NothingYet() {
  const imports = useMay('import.write')
  const surveys = useMay('survey.write')
  const guide = useMay('setup.write')
  return (
    <Card>
      <EmptyState sentence={<Trans>No signal has been heard yet. Figures stand here as soon as there is one.</Trans>}>
        {imports && (
          <ButtonLink kind="primary" href="/imports/new">
            <Trans>Bring data in</Trans>
          </ButtonLink>
        )}
        {surveys && (
          <ButtonLink kind={imports ? undefined : 'primary'} href="/surveys">
            <Trans>Make a survey</Trans>
          </ButtonLink>
        )}
        {guide && (
          <ButtonLink href="/setup/guide">
            <Trans>Set up step by step</Trans>
          </ButtonLink>
        )}
        <SampleData />
      </EmptyState>
    </Card>
  )
}

/** There are signals, but none in this slice. */
function NothingHere({ view }: { view: FigureView }) {
  const format = useFormat()
  const year = view.latest?.at ? yearTo(format.isoDay(view.latest.at)) : null
  const words = year ? format.period(year.from, year.to) : ''
  return (
    <Card>
      <EmptyState sentence={<Trans>Nobody was asked anything in this period and with these filters.</Trans>}>
        {year && (
          <Button kind="primary" onClick={() => view.setPeriod(year)}>
            <Trans>Show {words}</Trans>
          </Button>
        )}
        {view.where.length > 0 && (
          <Button onClick={() => view.setWhere([])}>
            <Trans>Remove the filters</Trans>
          </Button>
        )}
      </EmptyState>
    </Card>
  )
}
