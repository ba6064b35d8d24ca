import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import type { Metric } from '../../core/metrics'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { DefineMetric } from './DefineMetric'
import { useDefinition } from './MetricDefinition'
import { useAddOperational, useAllMetrics } from './queries'

/** What is measured, and how: every metric with its definition in words. */
export function MetricsPage() {
  const { t, i18n } = useLingui()
  const metrics = useAllMetrics()
  const toasts = useToasts()
  const add = useAddOperational()
  const addAll = () =>
    add.mutate(undefined, {
      onSuccess: (done) => {
        const n = (done.items ?? []).filter((one) => one.state === 'added').length
        toasts.show(n > 0 ? t`${n} operational metrics are added` : t`They are all there already`)
      },
      onError: (error) => toasts.show(explain(i18n, error)),
    })
  const may = useMay('metric.write')
  const phone = usePhone()
  const [defining, setDefining] = useState(false)
  return (
    <>
      <PageHeader
        title={t`Metrics`}
        remark={t`what is measured, on what scale`}
        actions={
          may && (
            <>
              <Button icon="clock" square={phone} busy={add.isPending} onClick={addAll}>
                <Trans>Add operational metrics</Trans>
              </Button>
              <Button kind="primary" icon="plus" square={phone} onClick={() => setDefining(true)}>
                <Trans>Define a metric</Trans>
              </Button>
            </>
          )
        }
      />
      <PageBody>
        <Card>
          {metrics.isError ? (
            <ErrorState
              error={metrics.error}
              title={t`Metrics could not be fetched.`}
              onRetry={() => metrics.refetch()}
            />
          ) : metrics.isPending ? (
            <LoadingRows rows={6} />
          ) : (
            <MetricTable metrics={metrics.data} />
          )}
        </Card>
      </PageBody>
      {defining && <DefineMetric onClose={() => setDefining(false)} />}
    </>
  )
}

function MetricTable({ metrics }: { metrics: readonly Metric[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const define = useDefinition()
  return (
    <DataTable
      label={t`Metrics`}
      rows={metrics}
      rowKey={(m) => m.id}
      href={(m) => `/settings/metrics/${m.key}`}
      columns={[
        {
          id: 'name',
          header: t`Name`,
          cell: (m) => (m.archived ? <span className="muted">{m.name}</span> : m.name),
          sort: (m) => m.name,
        },
        { id: 'what', header: t`Definition`, cell: (m) => <span className="second">{define(m).what}</span> },
        {
          id: 'scale',
          header: t`Scale`,
          cell: (m) => <span className="nowrap">{`${m.min}–${m.max}`}</span>,
          phone: 'keep',
        },
        {
          id: 'direction',
          header: t`Better is`,
          cell: (m) => (m.better === 'down' ? t`lower` : t`higher`),
          phone: 'hide',
        },
        {
          id: 'break',
          header: t`Remark`,
          cell: (m) => {
            const day = m.break ? format.day(m.break.at) : ''
            if (m.archived) return <span className="muted">{t`Put away`}</span>
            return m.break ? <span className="soon">{t`Not comparable from ${day}`}</span> : null
          },
        },
        { id: 'key', header: t`Key`, cell: (m) => <code className="second">{m.key}</code>, phone: 'hide' },
      ]}
      empty={<EmptyState sentence={<Trans>No metric is defined yet.</Trans>} />}
    />
  )
}
