import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, Facts, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { usePhone } from '../../components/usePhone'
import type { Metric } from '../../core/metrics'
import { useMay } from '../../core/session'
import { explain } from '../../words/problems'
import { useDefinition } from './MetricDefinition'
import { useAllMetrics, useEditMetric } from './queries'
import { RenameMetric } from './RenameMetric'
import { ScoringCard } from './ScoringCard'
import { useScaleUnits } from './ScoringFields'
import { TargetsCard } from './TargetsCard'

/** One metric's definition: what it is, what it should reach, how it was scored and when that changed. */
export function MetricPage() {
  const { t } = useLingui()
  const { metric: key = '' } = useParams({ strict: false }) as { metric?: string }
  const metrics = useAllMetrics()
  const metric = metrics.data?.find((m) => m.key === key)
  const crumb = { label: t`Metrics`, href: '/settings/metrics' }
  if (metric) return <Known key={metric.id} metric={metric} crumb={crumb} />
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

function Known({ metric, crumb }: { metric: Metric; crumb: { label: string; href: string } }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const may = useMay('metric.write')
  const phone = usePhone()
  const edit = useEditMetric()
  const [renaming, setRenaming] = useState(false)
  const said = useDefinition()(metric)
  const units = useScaleUnits()
  const { name, archived } = metric
  const put = (away: boolean, of: Metric, undo: boolean) =>
    edit.mutate(
      { metric: of, archived: away },
      {
        onSuccess: (now) =>
          toasts.show(
            away ? t`${name} is put away` : t`${name} is offered again`,
            undo ? { undo: () => put(!away, now, false) } : undefined,
          ),
        onError: (error) => toasts.show(explain(i18n, error)),
      },
    )
  return (
    <>
      <PageHeader
        title={name}
        crumb={crumb}
        tags={archived && <Tag>{t`Put away`}</Tag>}
        actions={
          <>
            <ButtonLink icon="gauge" square={phone} href={`/figures/${metric.key}`}>
              <Trans>Its figures</Trans>
            </ButtonLink>
            {may && (
              <>
                <Button icon="edit" square={phone} onClick={() => setRenaming(true)}>
                  <Trans>Rename</Trans>
                </Button>
                <Button icon={archived ? 'undo' : 'minus'} square={phone} onClick={() => put(!archived, metric, true)}>
                  {archived ? <Trans>Offer it again</Trans> : <Trans>Put away</Trans>}
                </Button>
              </>
            )}
          </>
        }
      />
      <PageBody>
        <Card title={t`What it is`}>
          <CardBody>
            <div className="stack">
              <p>{said.what}</p>
              <Facts
                items={[
                  [t`Scale`, `${metric.min}–${metric.max}`],
                  [t`Measured in`, units[metric.scale_unit] ?? metric.scale_unit],
                  [t`Better is`, metric.better === 'down' ? t`lower` : t`higher`],
                  [t`Interval`, said.interval],
                  [t`Key`, <code key="key">{metric.key}</code>],
                ]}
              />
              <p className="muted small">
                <Trans>
                  Scale and direction never change: what came in under them would mean something else. For another scale
                  define another metric.
                </Trans>
              </p>
            </div>
          </CardBody>
        </Card>
        <ScoringCard metric={metric} may={may} />
        <TargetsCard metric={metric} may={may} />
      </PageBody>
      {renaming && <RenameMetric metric={metric} onClose={() => setRenaming(false)} />}
    </>
  )
}
