import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SegmentedControl } from '../../components/SegmentedControl'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { AddClient } from './AddClient'
import { type Client, useClients, useSummary } from './queries'
import { SummaryTable } from './SummaryTable'
import { asDays, useSpans } from './span'

/** The operator's page across organisations: what each has granted, and nothing else. */
export function ClientsPage() {
  const { t } = useLingui()
  const phone = usePhone()
  const may = useMay('operator.write')
  const [search, setSearch] = useSearchState()
  const days = asDays(search('days'))
  const spans = useSpans()
  const summary = useSummary(days)
  const [adding, setAdding] = useState(false)
  return (
    <>
      <PageHeader
        title={t`Clients`}
        remark={t`what each has granted`}
        actions={
          may && (
            <Button kind="primary" icon="plus" square={phone} onClick={() => setAdding(true)}>
              {t`Add an organisation`}
            </Button>
          )
        }
      />
      <PageBody>
        <div className="row wrap">
          <SegmentedControl
            label={t`Period`}
            value={String(days)}
            options={spans}
            onChange={(value) => setSearch({ days: value === '30' ? undefined : value })}
          />
          <span className="second small">
            <Trans>Each in its own time zone, with the trend against as many days before.</Trans>
          </span>
        </div>
        {summary.isError ? (
          <ErrorState
            error={summary.error}
            title={t`The summary could not be loaded`}
            onRetry={() => summary.refetch()}
          />
        ) : summary.isPending ? (
          <LoadingRows rows={6} />
        ) : (
          <SummaryTable
            label={t`Clients by metrics`}
            summary={summary.data}
            named="organisation"
            stale={summary.isPlaceholderData}
            empty={
              <EmptyState
                sentence={t`No organisation grants you anything yet. Its owner does so under Settings, Operator.`}
              />
            }
          />
        )}
        <ClientList />
      </PageBody>
      {adding && <AddClient onClose={() => setAdding(false)} />}
    </>
  )
}

function ClientList() {
  const { t } = useLingui()
  const clients = useClients().data ?? []
  if (clients.length === 0) return null
  const columns: Column<Client>[] = [
    {
      id: 'name',
      header: t`Organisation`,
      sort: (c) => c.name,
      cell: (c) => (
        <span className="row wrap">
          {c.name}
          {c.added && (
            <Tag>
              <Trans>added by you</Trans>
            </Tag>
          )}
        </span>
      ),
    },
    {
      id: 'grants',
      header: t`Grants that hold`,
      align: 'right',
      phone: 'keep',
      cell: (c) => (c.grants === 0 ? <span className="muted">{t`none`}</span> : c.grants),
      sort: (c) => c.grants,
    },
  ]
  return (
    <Card title={t`Organisations`} remark={t`those you added, and those that grant you something`}>
      <DataTable label={t`Organisations`} columns={columns} rows={clients} rowKey={(c) => c.id} />
    </Card>
  )
}
