import { useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { type Deed, type Job, useJobDeed, useJobs } from './queries'

/** Background work: what waits, runs, is done or has failed. */
export function JobsPage() {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const jobs = useJobs()
  const deed = useJobDeed()
  const toasts = useToasts()
  const rows = jobs.data?.pages.flatMap((page) => page.items ?? []) ?? []
  const states: Record<Job['state'], string> = {
    waiting: t`Waiting`,
    running: t`Running`,
    done: t`Done`,
    failed: t`Failed`,
    cancelled: t`Cancelled`,
  }
  const run = (job: Job, what: Deed, said: string) =>
    deed.mutate(
      { id: job.id, deed: what },
      {
        onSuccess: () => toasts.show(said),
        onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
      },
    )
  const columns: Column<Job>[] = [
    { id: 'kind', header: t`Work`, cell: (j) => <code>{j.kind}</code> },
    {
      id: 'state',
      header: t`State`,
      phone: 'keep',
      cell: (j) => (
        <>
          <Tag tone={tone(j.state)}>{states[j.state]}</Tag>
          {j.state === 'running' && j.progress && j.progress.total > 0 && (
            <span className="muted small"> {format.percent(j.progress.done / j.progress.total)}</span>
          )}
        </>
      ),
    },
    { id: 'error', header: t`What it said`, phone: 'under', cell: (j) => <span className="second">{j.error}</span> },
    { id: 'attempt', header: t`Attempts`, align: 'right', phone: 'hide', cell: (j) => format.number(j.attempt) },
    { id: 'at', header: t`Due`, align: 'right', phone: 'under', cell: (j) => format.dateTime(j.run_at) },
    {
      id: 'do',
      header: <span className="vh">{t`Deeds`}</span>,
      align: 'right',
      phone: 'under',
      cell: (j) =>
        j.state === 'failed' || j.state === 'cancelled' ? (
          <Button onClick={() => run(j, 'retry', t`It will be tried again`)}>{t`Try again`}</Button>
        ) : j.state === 'waiting' || j.state === 'running' ? (
          <Button onClick={() => run(j, 'cancel', t`It is cancelled`)}>{t`Cancel`}</Button>
        ) : null,
    },
  ]
  return (
    <>
      <PageHeader title={t`Jobs`} remark={t`work in the background; what is finished is kept for seven days`} />
      <PageBody>
        <Card>
          {jobs.isError ? (
            <ErrorState error={jobs.error} title={t`The jobs could not be loaded`} onRetry={() => jobs.refetch()} />
          ) : jobs.isPending ? (
            <LoadingRows />
          ) : (
            <DataTable
              label={t`Jobs`}
              columns={columns}
              rows={rows}
              rowKey={(j) => j.id}
              more={{ has: jobs.hasNextPage, busy: jobs.isFetchingNextPage, load: () => void jobs.fetchNextPage() }}
              empty={t`Nothing has run in the background yet.`}
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}

const tone = (state: Job['state']) => (state === 'failed' ? 'worse' : state === 'running' ? 'accent' : undefined)
