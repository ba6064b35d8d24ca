import { Trans, useLingui } from '@lingui/react/macro'
import { ButtonLink } from '../../components/Button'
import { useCommands } from '../../components/commands/Commands'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { FilterBar } from '../../components/filter/FilterBar'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useDimensionValues } from '../../core/dimensions'
import { useFormat } from '../../words/i18n'
import { Actions } from './Actions'
import { ContrastCard } from './ContrastCard'
import { Controls } from './Controls'
import { searchOf } from './leads'
import { PlaceCard } from './PlaceCard'
import { useDeeds } from './queries'
import { Running } from './Running'
import { SharesCard } from './SharesCard'
import { Summary } from './Summary'
import { type Drivers, useDrivers } from './useDrivers'

/** Which measures go along with an outcome, how much, and how sure that is. */
export function DriversPage() {
  const { t } = useLingui()
  const drivers = useDrivers()
  const { answer, metrics, outcome, view, say } = drivers
  const analysis = answer.data
  const name = metrics.find((m) => m.key === (analysis?.wish.outcome ?? outcome))?.name ?? ''
  useCommands([
    {
      id: 'drivers-gaps',
      label: t`Count rows with gaps pair by pair`,
      group: t`Drivers`,
      run: () => say({ missing: drivers.missing === 'pairwise' ? undefined : 'pairwise' }),
    },
  ])
  return (
    <>
      <PageHeader
        title={analysis?.name || t`Drivers`}
        remark={name && t`what goes along with ${name}`}
        actions={<Actions drivers={drivers} analysis={analysis} />}
      />
      <FilterBar view={view} comparable={false} />
      <PageBody>
        <Card>
          <Controls drivers={drivers} />
        </Card>
        <Found drivers={drivers} />
      </PageBody>
    </>
  )
}

function Found({ drivers }: { drivers: Drivers }) {
  const { t } = useLingui()
  const format = useFormat()
  const { answer, error, metrics, none, measures, setMeasures, past, by, say } = drivers
  const analysis = answer.data
  const values = useDimensionValues(by, '', { enabled: by !== '' }).data ?? []
  if (error) {
    return (
      <Card>
        <ErrorState
          error={error}
          title={t`There is no analysis of this.`}
          kept={t`Your choices are kept.`}
          onRetry={() => void answer.refetch()}
        />
      </Card>
    )
  }
  if (metrics.length > 0 && none && !past) {
    return (
      <Card>
        <EmptyState
          sentence={
            drivers.candidates.data?.rows === 0 ? (
              <Trans>Nobody answered this outcome here. Choose another period, filter or outcome.</Trans>
            ) : (
              <Trans>Nothing else is heard often enough together with this outcome. Choose measures by hand.</Trans>
            )
          }
        >
          <ButtonLink kind="primary" href="/drivers">
            <Trans>Begin anew</Trans>
          </ButtonLink>
        </EmptyState>
      </Card>
    )
  }
  if (!analysis)
    return (
      <Card>
        <LoadingRows rows={8} />
      </Card>
    )
  if (analysis.state !== 'done') return <Running analysis={analysis} drivers={drivers} />
  const sides = analysis.wish.sides ?? []
  const names = sides.map((side) => {
    const value = side.slice(side.indexOf(':') + 1).replaceAll('\\,', ',')
    return values.find((v) => v.value === value)?.label ?? value
  })
  const day = format.dateTime(analysis.created_at)
  return (
    <div
      style={{ display: 'grid', gap: 'var(--s4)', opacity: answer.isPlaceholderData ? 0.55 : undefined }}
      aria-busy={answer.isPlaceholderData}
    >
      {past ? (
        <Notice icon="clock">
          <Trans>As it was on {day}.</Trans>{' '}
          <button type="button" className="link" onClick={() => say(searchOf(analysis.wish))}>
            <Trans>Analyse the same now</Trans>
          </button>
        </Notice>
      ) : (
        analysis.outdated && (
          <Notice icon="clock">
            <Trans>New signals have come since {day}.</Trans> <Again drivers={drivers} />
          </Notice>
        )
      )}
      <Summary
        analysis={analysis}
        names={names}
        onLeaveOut={(keys) => setMeasures(measures.filter((key) => !keys.includes(key)))}
      />
      <SharesCard analysis={analysis} names={names} />
      <PlaceCard analysis={analysis} names={names} />
      <ContrastCard analysis={analysis} names={names} />
    </div>
  )
}

function Again({ drivers }: { drivers: Drivers }) {
  const { again } = useDeeds()
  return (
    <button type="button" className="link" disabled={again.isPending} onClick={() => again.mutate(drivers.wish)}>
      <Trans>Analyse again</Trans>
    </button>
  )
}
