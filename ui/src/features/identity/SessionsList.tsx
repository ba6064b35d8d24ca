import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { type SessionOf, useEndMySession, useMySessions } from './account'

/** Where one is signed in, and the way to end it there. */
export function MySessions() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const sessions = useMySessions()
  const end = useEndMySession()
  const failed = (error: unknown) => toasts.show(explain(i18n, error), { tone: 'failed' })
  const others = (sessions.data ?? []).filter((s) => !s.current)
  return (
    <Card
      title={t`Where you are signed in`}
      controls={
        others.length > 0 && (
          <Button
            busy={end.isPending}
            onClick={() =>
              end.mutate(undefined, {
                onSuccess: () => toasts.show(t`Every other session has ended`),
                onError: failed,
              })
            }
          >
            <Trans>End all others</Trans>
          </Button>
        )
      }
    >
      {sessions.isError ? (
        <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} />
      ) : sessions.isPending ? (
        <LoadingRows rows={3} />
      ) : (
        <SessionsTable
          sessions={sessions.data}
          onEnd={(s) => end.mutate(s.id, { onSuccess: () => toasts.show(t`The session has ended`), onError: failed })}
        />
      )}
    </Card>
  )
}

export function SessionsTable({
  sessions,
  onEnd,
}: {
  sessions: readonly SessionOf[]
  onEnd: (session: SessionOf) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const device = useDevice()
  const columns: Column<SessionOf>[] = [
    {
      id: 'device',
      header: t`Browser`,
      cell: (s) => (
        <span className="row">
          {device(s)}
          {s.current && (
            <Tag>
              <Trans>this one</Trans>
            </Tag>
          )}
        </span>
      ),
    },
    { id: 'seen', header: t`Last seen`, cell: (s) => format.dateTime(s.seen_at), phone: 'under' },
    { id: 'network', header: t`From`, cell: (s) => <span className="second">{s.network}</span>, phone: 'under' },
    {
      id: 'do',
      header: <span className="vh">{t`Actions`}</span>,
      align: 'right',
      phone: 'keep',
      cell: (s) => {
        const what = device(s)
        return (
          !s.current && (
            <Button kind="quiet" onClick={() => onEnd(s)} aria-label={t`End the session in ${what}`}>
              <Trans>End</Trans>
            </Button>
          )
        )
      },
    },
  ]
  return (
    <DataTable
      label={t`Sessions`}
      columns={columns}
      rows={sessions}
      rowKey={(s) => s.id}
      empty={<EmptyState sentence={t`They are not signed in.`} />}
    />
  )
}

/** "Firefox on Windows". */
function useDevice(): (s: SessionOf) => string {
  const { t } = useLingui()
  return ({ browser, system }) => {
    if (browser && system) return t`${browser} on ${system}`
    return browser || system || t`Unknown browser`
  }
}
