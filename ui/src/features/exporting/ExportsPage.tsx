import { Trans, useLingui } from '@lingui/react/macro'
import { asProblem } from '../../api/problem'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { type Export, fileOf, useEndExport, useExports } from '../../core/exporting'
import { useFormat } from '../../words/i18n'

/** Files made of signals and figures: those being made, those ready, and what was once exported. */
export function ExportsPage() {
  const { t } = useLingui()
  const found = useExports()
  const rows = found.data?.pages.flatMap((page) => page.items ?? []) ?? []
  return (
    <>
      <PageHeader title={t`Exports`} remark={t`files are kept for 7 days`} />
      <PageBody>
        <Card>
          {found.isError ? (
            <ErrorState
              error={found.error}
              title={t`The exports could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : found.isPending ? (
            <LoadingRows rows={6} />
          ) : (
            <ExportTable
              rows={rows}
              more={{
                has: found.hasNextPage,
                busy: found.isFetchingNextPage,
                load: () => void found.fetchNextPage(),
              }}
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function ExportTable({
  rows,
  more,
}: {
  rows: readonly Export[]
  more: { has: boolean; busy: boolean; load: () => void }
}) {
  const { t } = useLingui()
  const format = useFormat()
  const what = (row: Export) =>
    row.wish.what === 'signals' ? t`Signals` : t`Figures: ${(row.wish.metrics ?? []).join(', ')}`
  const columns: Column<Export>[] = [
    {
      id: 'name',
      header: t`File`,
      cell: (row) =>
        row.state === 'done' ? (
          <a className="link" href={fileOf(row.id)} download>
            {row.name}
          </a>
        ) : (
          row.name
        ),
    },
    { id: 'what', header: t`What`, cell: what },
    { id: 'state', header: t`State`, cell: (row) => <State row={row} />, phone: 'keep' },
    {
      id: 'rows',
      header: t`Rows`,
      align: 'right',
      cell: (row) => (
        <>
          {format.count(row.state === 'done' || row.state === 'expired' ? row.done : row.total)}{' '}
          <span className="phone-only">{t`rows`}</span>
        </>
      ),
    },
    { id: 'size', header: t`Size`, align: 'right', cell: (row) => (row.bytes > 0 ? sizeOf(row.bytes, format) : '') },
    { id: 'by', header: t`By`, cell: (row) => row.by },
    { id: 'at', header: t`Ordered`, cell: (row) => format.dateTime(row.created_at) },
    { id: 'deed', header: '', align: 'right', cell: (row) => <Deed row={row} />, phone: 'keep' },
  ]
  return (
    <DataTable
      label={t`Exports`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      more={more}
      empty={
        <EmptyState sentence={<Trans>Nothing has been exported yet.</Trans>}>
          <AppLink className="link" href="/signals">
            <Trans>Go to the signals</Trans>
          </AppLink>
        </EmptyState>
      }
    />
  )
}

function State({ row }: { row: Export }) {
  const { t } = useLingui()
  const format = useFormat()
  const share = format.percent(row.total > 0 ? Math.min(1, row.done / row.total) : 0)
  const until = row.expires_at ? format.date(row.expires_at) : ''
  switch (row.state) {
    case 'waiting':
      return <Tag>{t`Waiting`}</Tag>
    case 'running':
      return (
        <span className="nowrap" role="status">
          <Tag tone="soon">{t`Being written`}</Tag> <span className="muted small">{share}</span>
        </span>
      )
    case 'done':
      return (
        <span className="nowrap">
          <Tag tone="better">{t`Ready`}</Tag> <span className="muted small">{t`until ${until}`}</span>
        </span>
      )
    case 'failed':
      return (
        <>
          <Tag tone="worse">{t`Failed`}</Tag> <span className="muted small">{row.error}</span>
        </>
      )
    case 'cancelled':
      return <Tag>{t`Stopped`}</Tag>
    default:
      return <Tag>{t`No longer kept`}</Tag>
  }
}

function Deed({ row }: { row: Export }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const end = useEndExport()
  const going = row.state === 'waiting' || row.state === 'running'
  const name = row.name
  return (
    <Button
      kind="quiet"
      icon={going ? 'stop' : 'trash'}
      square
      busy={end.isPending}
      aria-label={going ? t`Stop ${name}` : t`Remove ${name}`}
      onClick={async () => {
        try {
          await end.mutateAsync({ id: row.id, deed: going ? 'cancel' : 'delete' })
          toasts.show(going ? t`The export is stopped` : t`The export is removed`)
        } catch (error) {
          toasts.show(asProblem(error)?.message ?? t`That didn’t work.`, { tone: 'failed' })
        }
      }}
    >
      {going ? t`Stop` : t`Remove`}
    </Button>
  )
}

function sizeOf(bytes: number, format: ReturnType<typeof useFormat>): string {
  if (bytes >= 1e6) return `${format.number(bytes / 1e6, 1)} MB`
  return `${format.number(Math.max(1, Math.round(bytes / 1e3)), 0)} kB`
}
