import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { AddGrant } from './AddGrant'
import { useNames } from './NamedFields'
import { type Grant, useGrant, useGrants, useMark, useRevoke, useStanding } from './queries'

/** Who runs the installation, and what this organisation lets it see. */
export function GrantsPage() {
  const { t } = useLingui()
  const phone = usePhone()
  const standing = useStanding()
  const may = useMay('operator_grant.write')
  const [adding, setAdding] = useState(false)
  const client = standing.data?.operator !== undefined && !standing.data.you
  const name = standing.data?.name ?? ''
  return (
    <>
      <PageHeader
        title={t`Operator`}
        remark={t`who runs this installation, and what they see of you`}
        actions={
          may &&
          client && (
            <Button kind="primary" icon="plus" square={phone} onClick={() => setAdding(true)}>
              {t`Grant something`}
            </Button>
          )
        }
      />
      <PageBody>
        {standing.isError ? (
          <ErrorState error={standing.error} onRetry={() => standing.refetch()} />
        ) : standing.isPending ? (
          <LoadingRows rows={4} />
        ) : client ? (
          <>
            <p className="second">
              <Trans>
                {name} runs this installation. It sees the figures granted here, with n and interval, and nothing else
                of you: no signals, no comments, no customers. What you take back is gone at once.
              </Trans>
            </p>
            <Grants />
          </>
        ) : (
          <Card>
            {standing.data.you ? (
              <CardBody>
                <p>
                  <Trans>
                    Your organisation runs this installation.{' '}
                    <AppLink className="link" href="/operator" style={{ textDecoration: 'underline' }}>
                      Clients
                    </AppLink>{' '}
                    shows what the others grant you.
                  </Trans>
                </p>
              </CardBody>
            ) : (
              <EmptyState
                sentence={t`No organisation is named as the one that runs this installation: nobody else sees anything of yours.`}
              >
                {standing.data.may_mark && <Mark />}
              </EmptyState>
            )}
          </Card>
        )}
      </PageBody>
      {adding && <AddGrant onClose={() => setAdding(false)} />}
    </>
  )
}

function Mark() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const mark = useMark()
  return (
    <Button
      kind="primary"
      busy={mark.isPending}
      onClick={() =>
        mark.mutate(undefined, {
          onSuccess: () => toasts.show(t`Your organisation runs this installation`),
          onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
        })
      }
    >
      <Trans>Ours runs it</Trans>
    </Button>
  )
}

function Grants() {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const names = useNames()
  const may = useMay('operator_grant.write')
  const grants = useGrants()
  const revoke = useRevoke()
  const grant = useGrant()
  const states: Record<Grant['state'], string> = { holds: t`holds`, ended: t`ended`, revoked: t`taken back` }
  const take = (g: Grant) =>
    revoke.mutate(g.id, {
      onSuccess: () =>
        toasts.show(t`Taken back: it is seen no more`, {
          undo: () =>
            grant.mutate({ metrics: g.metrics ?? [], units: g.units ?? undefined, until: g.until || undefined }),
        }),
      onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
    })
  const columns: Column<Grant>[] = [
    { id: 'metrics', header: t`Metrics`, cell: (g) => <span>{names.metrics(g.metrics)}</span> },
    { id: 'units', header: t`Units`, cell: (g) => names.units(g.units), phone: 'under' },
    {
      id: 'state',
      header: t`State`,
      phone: 'under',
      cell: (g) => <Tag tone={g.state === 'holds' ? 'accent' : 'outline'}>{states[g.state]}</Tag>,
    },
    {
      id: 'until',
      header: t`Until`,
      phone: 'hide',
      cell: (g) => (g.until ? format.date(g.until) : <span className="muted">{t`no end`}</span>),
    },
    {
      id: 'seen',
      header: t`Last looked at`,
      phone: 'hide',
      cell: (g) => (g.seen_at ? format.dateTime(g.seen_at) : <span className="muted">{t`never`}</span>),
    },
    {
      id: 'by',
      header: t`Granted by`,
      phone: 'hide',
      cell: (g) => (
        <span className="second">
          {g.created_by}, {format.date(g.created_at)}
        </span>
      ),
    },
  ]
  if (may) {
    columns.push({
      id: 'do',
      header: <span className="vh">{t`Actions`}</span>,
      align: 'right',
      phone: 'keep',
      cell: (g) => {
        const what = names.metrics(g.metrics)
        return (
          g.state === 'holds' && (
            <Button kind="quiet" onClick={() => take(g)} aria-label={t`Take back ${what}`}>
              <Trans>Take back</Trans>
            </Button>
          )
        )
      },
    })
  }
  return (
    <Card>
      {grants.isError ? (
        <ErrorState error={grants.error} onRetry={() => grants.refetch()} />
      ) : grants.isPending ? (
        <LoadingRows rows={3} />
      ) : (
        <DataTable
          label={t`What is granted`}
          columns={columns}
          rows={grants.data}
          rowKey={(g) => g.id}
          empty={<EmptyState sentence={t`Nothing is granted: the operator sees nothing of yours.`} />}
        />
      )}
    </Card>
  )
}
