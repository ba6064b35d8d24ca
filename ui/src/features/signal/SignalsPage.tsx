import { Trans, useLingui } from '@lingui/react/macro'
import { Button, ButtonLink } from '../../components/Button'
import { ExportMenu } from '../../components/export/ExportMenu'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { bandQuestion, isScoreBand, type ScoreBand, scoreBands, useBandWords } from '../../components/figure/scores'
import { Chooser } from '../../components/filter/Chooser'
import { FilterBar } from '../../components/filter/FilterBar'
import { type FigureView, useFigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { type Metric, useMetrics } from '../../core/metrics'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { useSearch, useSignals } from './queries'
import { SearchBox } from './SearchBox'
import { SignalTable } from './SignalTable'

/** The signals behind a figure, newest first; which ones is all in the URL. */
export function SignalsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const view = useFigureView()
  const metrics = useMetrics().data ?? []
  const [get, set] = useSearchState()
  const metric = metrics.find((m) => m.key === get('metric'))
  const band: ScoreBand | '' = metric && isScoreBand(get('score')) ? (get('score') as ScoreBand) : ''
  const commented = get('has') === 'comment'
  const words = get('q')
  const best = get('sort') === 'relevance'
  const question = questionOf(view, metric, band)
  const where = conditionsOf(question, commented)
  const ready = view.ready && (get('metric') === '' || metric !== undefined)
  const listed = useSignals({ ...question, has: commented ? 'comment' : undefined }, ready && words === '')
  const searched = useSearch(
    { q: words, where, from: question.from, to: question.to, sort: best ? 'relevance' : 'newest' },
    ready && words !== '',
  )
  const found = words ? searched : listed
  const signals = found.data?.pages.flatMap((page) => page.items ?? []) ?? []
  const total = found.data?.pages[0]?.total
  const first = words ? searched.data?.pages[0] : undefined
  const sum = total === undefined ? '' : format.count(total)
  const count = sum && first?.at_least ? t`${sum} or more` : sum
  const error = view.error ?? found.error
  return (
    <>
      <PageHeader
        title={t`Signals`}
        remark={count && t`${count} in this slice`}
        actions={
          <ExportMenu
            disabled={signals.length === 0}
            wish={{
              what: 'signals',
              where: words ? [...where, `words:${words}`] : where,
              from: question.from,
              to: question.to,
            }}
          />
        }
      />
      <FilterBar view={view} comparable={false}>
        <SearchBox
          key={words}
          words={words}
          best={best}
          onSearch={(next) => set({ q: next || undefined, sort: next ? get('sort') || undefined : undefined })}
          onSort={(next) => set({ sort: next ? 'relevance' : undefined })}
          onKeep={() => {
            view.setWhere([...view.where, `words:${words}`])
            set({ q: undefined, sort: undefined })
          }}
        />
        <Chooser
          label={t`Metric`}
          value={metric?.key ?? ''}
          options={[{ value: '', label: t`any` }, ...metrics.map((m) => ({ value: m.key, label: m.name }))]}
          onChange={(key) => set({ metric: key || undefined, score: key ? get('score') || 'answered' : undefined })}
        />
        {metric && <BandChooser metric={metric} band={band} onChange={(next) => set({ score: next || undefined })} />}
        <Button
          aria-pressed={commented}
          onClick={() => set({ has: commented ? undefined : 'comment' })}
          icon={commented ? 'check' : undefined}
        >
          <Trans>With a comment</Trans>
        </Button>
      </FilterBar>
      <PageBody>
        <p className="vh" role="status">
          {count && t`${count} signals`}
        </p>
        {first?.progress && <StillReading percent={first.progress.percent} />}
        <Card>
          {error ? (
            <ErrorState
              error={error}
              title={t`The signals could not be fetched.`}
              kept={t`Your filters are kept.`}
              onRetry={() => {
                view.retry()
                void found.refetch()
              }}
            >
              {view.where.length > 0 && (
                <Button onClick={() => view.setWhere([])}>
                  <Trans>Remove the filters</Trans>
                </Button>
              )}
              {words && (
                <Button onClick={() => set({ q: undefined, sort: undefined })}>
                  <Trans>Stop searching</Trans>
                </Button>
              )}
            </ErrorState>
          ) : found.isPending ? (
            <LoadingRows rows={8} />
          ) : (
            <SignalTable
              signals={signals}
              metric={metric?.key}
              more={{
                has: found.hasNextPage,
                busy: found.isFetchingNextPage,
                load: () => void found.fetchNextPage(),
                total,
              }}
              empty={
                <NothingHere
                  view={view}
                  narrowed={band !== '' || commented}
                  onWiden={() => set({ score: undefined, metric: undefined, has: undefined })}
                  words={words}
                  onForget={() => set({ q: undefined, sort: undefined })}
                />
              }
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function questionOf(view: FigureView, metric: Metric | undefined, band: ScoreBand | '') {
  const { where = [], from, to } = view.question
  if (!metric) return { where, from, to }
  const asked: Partial<ReturnType<typeof bandQuestion>> = band ? bandQuestion(metric, band) : {}
  return { where: asked.where ? [...where, asked.where] : where, from, to, metric: metric.key, score: asked.score }
}

/** What the list of signals asks, as conditions: for a search and for an export. */
function conditionsOf(question: ReturnType<typeof questionOf>, commented: boolean): string[] {
  const where = [...(question.where ?? [])]
  if ('metric' in question && question.metric) {
    where.push(`metric.${question.metric}:${question.score ?? 'asked'}`)
  }
  return commented ? [...where, 'comment:yes'] : where
}

function StillReading({ percent }: { percent: number }) {
  const { t } = useLingui()
  return (
    <p className="second small" role="status">
      {t`Searching ${percent} % of your comments so far: the index of their words is still being made.`}
    </p>
  )
}

function BandChooser({
  metric,
  band,
  onChange,
}: {
  metric: Metric
  band: ScoreBand | ''
  onChange: (band: string) => void
}) {
  const { t } = useLingui()
  const words = useBandWords()(metric)
  return (
    <Chooser
      label={t`Answers`}
      value={band}
      options={[{ value: '', label: t`asked` }, ...scoreBands.map((one) => ({ value: one, label: words[one] }))]}
      onChange={onChange}
    />
  )
}

function NothingHere({
  view,
  narrowed,
  onWiden,
  words,
  onForget,
}: {
  view: FigureView
  narrowed: boolean
  onWiden: () => void
  words: string
  onForget: () => void
}) {
  const { t } = useLingui()
  const nothing = view.latest?.total === 0
  const imports = useMay('import.write')
  return (
    <EmptyState
      sentence={
        nothing ? (
          <Trans>No signal has been heard yet.</Trans>
        ) : words ? (
          t`No comment says “${words}” in this period and with these filters.`
        ) : (
          <Trans>No signal in this period and with these filters.</Trans>
        )
      }
    >
      {nothing && imports && (
        <ButtonLink kind="primary" href="/imports/new">
          <Trans>Bring data in</Trans>
        </ButtonLink>
      )}
      {words && (
        <Button onClick={onForget}>
          <Trans>Stop searching</Trans>
        </Button>
      )}
      {narrowed && (
        <Button onClick={onWiden}>
          <Trans>Show all answers</Trans>
        </Button>
      )}
      {view.where.length > 0 && (
        <Button onClick={() => view.setWhere([])}>
          <Trans>Remove the filters</Trans>
        </Button>
      )}
      {!nothing && view.period && (
        <Button onClick={() => view.setPeriod(null)}>
          <Trans>Show all time</Trans>
        </Button>
      )}
    </EmptyState>
  )
}
