import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import { type Metric, useMetrics } from '../../core/metrics'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { DefineMetric } from './DefineMetric'
import { useDefinition } from './MetricDefinition'

/** What is measured, and how: every metric with its definition in words. */
export function MetricsPage() {
  const { t } = useLingui()
  const metrics = useMetrics()
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
            <Button kind="primary" icon="plus" square={phone} onClick={() => setDefining(true)}>
              <Trans>Define a metric</Trans>
            </Button>
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
      href={(m) => `/figures/${m.key}`}
      columns={[
        { id: 'name', header: t`Name`, cell: (m) => m.name, sort: (m) => m.name },
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
          cell: (m) => (m.direction === 'down' ? t`lower` : t`higher`),
          phone: 'hide',
        },
        {
          id: 'break',
          header: t`Remark`,
          cell: (m) => {
            const day = m.break ? format.day(m.break.at) : ''
            return m.break ? <span className="soon">{t`Not comparable from ${day}`}</span> : null
          },
        },
        { id: 'key', header: t`Key`, cell: (m) => <code className="second">{m.key}</code>, phone: 'hide' },
      ]}
      empty={<EmptyState sentence={<Trans>No metric is defined yet.</Trans>} />}
    />
  )
}
