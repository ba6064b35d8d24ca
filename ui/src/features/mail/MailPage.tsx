import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useSession } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { type Mailed, useMailDeeds, useMailed, useMailStatus } from './queries'

const states = ['queued', 'sent', 'failed', 'held'] as const

/** Whether mail leaves, and what became of each message. */
export function MailPage() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`E-mail`} remark={t`what the program sends, and whether it left`} />
      <PageBody>
        <Status />
        <Messages />
      </PageBody>
    </>
  )
}

function Status() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const status = useMailStatus()
  const email = useSession().data?.user?.email ?? ''
  const { test } = useMailDeeds()
  if (!status.data) return null
  const { ready, server, from } = status.data
  const send = () =>
    test.mutateAsync(email).then(
      () => toasts.show(t`A message is on its way to ${email}`),
      (error: unknown) => toasts.show(explain(i18n, error), { tone: 'failed' }),
    )
  return (
    <Card title={t`Mail server`}>
      <CardBody>
        {ready ? (
          <div className="row wrap">
            <span className="grow">
              <Trans>
                Messages leave through <b>{server}</b> as <b>{from}</b>.
              </Trans>
            </span>
            <Button icon="mail" busy={test.isPending} disabled={!email} onClick={() => void send()}>
              {t`Send one to me`}
            </Button>
          </div>
        ) : (
          <Notice tone="soon" icon="warning">
            <Trans>
              No mail server is set up, so messages are held and nothing leaves. Who runs the server sets mail_server
              and mail_from in its configuration; held messages can be sent then.
            </Trans>
          </Notice>
        )}
      </CardBody>
    </Card>
  )
}

function Messages() {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const state = states.find((one) => one === get('state'))
  const list = useMailed(state)
  const words = useStateWords()
  const rows = list.data?.pages.flatMap((page) => page.items ?? []) ?? []
  return (
    <Card
      title={t`Messages`}
      remark={t`newest first`}
      controls={
        <NativeSelect
          size="xs"
          aria-label={t`State`}
          value={state ?? ''}
          data={[{ value: '', label: t`Every state` }, ...states.map((one) => ({ value: one, label: words[one] }))]}
          onChange={(event) => set({ state: event.currentTarget.value || undefined })}
        />
      }
    >
      {list.isError ? (
        <ErrorState error={list.error} title={t`The messages could not be loaded`} onRetry={() => list.refetch()} />
      ) : list.isPending ? (
        <LoadingRows />
      ) : (
        <Table
          rows={rows}
          more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, load: () => void list.fetchNextPage() }}
        />
      )}
    </Card>
  )
}

function useStateWords(): Record<Mailed['state'], string> {
  const { t } = useLingui()
  return { queued: t`On its way`, sent: t`Sent`, failed: t`Failed`, held: t`Held` }
}

function Table({ rows, more }: { rows: readonly Mailed[]; more: { has: boolean; busy: boolean; load: () => void } }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const words = useStateWords()
  const { retry } = useMailDeeds()
  const tones = { queued: 'outline', sent: 'better', failed: 'worse', held: 'soon' } as const
  const again = (id: string) =>
    retry.mutateAsync(id).then(
      () => toasts.show(t`It is on its way again`),
      (error: unknown) => toasts.show(explain(i18n, error), { tone: 'failed' }),
    )
  const columns: Column<Mailed>[] = [
    { id: 'subject', header: t`Subject`, cell: (row) => row.subject },
    { id: 'to', header: t`To`, cell: (row) => row.to.name || row.to.email },
    {
      id: 'state',
      header: t`State`,
      cell: (row) => (
        <>
          <Tag tone={tones[row.state]}>{words[row.state]}</Tag>
          {row.error && <span className="small second"> {row.error}</span>}
        </>
      ),
    },
    { id: 'at', header: t`When`, cell: (row) => format.dateTime(row.sent_at ?? row.queued_at) },
    {
      id: 'do',
      header: <span className="vh">{t`Actions`}</span>,
      align: 'right',
      phone: 'keep',
      cell: (row) =>
        (row.state === 'failed' || row.state === 'held') && (
          <Button kind="quiet" disabled={retry.isPending} onClick={() => void again(row.id)}>
            {t`Send again`}
            <span className="vh"> {row.subject}</span>
          </Button>
        ),
    },
  ]
  return (
    <DataTable
      label={t`Messages`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      more={more}
      empty={<EmptyState sentence={t`Nothing has been sent yet.`} />}
    />
  )
}
