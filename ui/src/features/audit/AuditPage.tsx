import { useLingui } from '@lingui/react/macro'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import { type Deed, useAudit } from './queries'

/** Who did what, newest first. */
export function AuditPage() {
  const { t } = useLingui()
  const format = useFormat()
  const audit = useAudit()
  const rows = audit.data?.pages.flatMap((page) => page.items ?? []) ?? []
  const who: Record<Deed['actor']['kind'], string> = { user: t`person`, token: t`API token`, system: t`the program` }
  const columns: Column<Deed>[] = [
    { id: 'verb', header: t`What`, cell: (d) => <span className="nowrap">{readable(d.verb)}</span> },
    {
      id: 'who',
      header: t`Who`,
      phone: 'under',
      cell: (d) => (
        <>
          {d.actor.name} <span className="muted small">{who[d.actor.kind]}</span>
        </>
      ),
    },
    {
      id: 'detail',
      header: t`Detail`,
      phone: 'under',
      cell: (d) => <span className="second">{detail(d.detail)}</span>,
    },
    { id: 'subject', header: t`On`, phone: 'hide', cell: (d) => <code className="second small">{d.subject}</code> },
    {
      id: 'at',
      header: t`When`,
      align: 'right',
      phone: 'under',
      cell: (d) => <span className="nowrap">{format.dateTime(d.at)}</span>,
    },
  ]
  return (
    <>
      <PageHeader title={t`Audit`} remark={t`who did what, newest first`} />
      <PageBody>
        <Card>
          {audit.isError ? (
            <ErrorState error={audit.error} title={t`The audit could not be loaded`} onRetry={() => audit.refetch()} />
          ) : audit.isPending ? (
            <LoadingRows />
          ) : (
            <DataTable
              label={t`Deeds`}
              columns={columns}
              rows={rows}
              rowKey={(d) => d.id}
              more={{
                has: audit.hasNextPage,
                busy: audit.isFetchingNextPage,
                load: () => void audit.fetchNextPage(),
              }}
              empty={t`Nothing has been done yet.`}
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}

/** `touch_point.create` reads "Touch point: create". */
export function readable(verb: string): string {
  const [noun = '', deed = ''] = verb.split('.')
  const words = noun.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}: ${deed.replaceAll('_', ' ')}`
}

/** The details of a deed in one line: `name Acme · zone UTC`. */
export function detail(of: unknown): string {
  if (typeof of !== 'object' || of === null) return ''
  return Object.entries(of)
    .filter(([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${key.replaceAll('_', ' ')} ${said(value)}`)
    .join(' · ')
}

/** A list by its members, anything deeper as it was written. */
function said(value: unknown): string {
  if (Array.isArray(value)) return value.map(said).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
