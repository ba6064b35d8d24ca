import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { ConfirmDialog } from '../../components/feedback/ConfirmDialog'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormatRole } from '../../components/useFormatRole'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { AddToken } from './AddToken'
import { type Token, useRevokeToken, useTokens } from './queries'
import { standing } from './token'
import { useReach } from './useUnitChoice'

/** Keys with which programs send signals and ask for figures. */
export function TokensPage() {
  const { t } = useLingui()
  const phone = usePhone()
  const toasts = useToasts()
  const tokens = useTokens()
  const may = useMay('token.write')
  const revoke = useRevokeToken()
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Token>()
  const columns = useColumns(may ? setEnding : undefined)
  const endingName = ending?.name ?? ''
  return (
    <>
      <PageHeader
        title={t`API tokens`}
        remark={t`for programs that send signals or ask for figures`}
        actions={
          may && (
            <Button kind="primary" icon="plus" square={phone} onClick={() => setAdding(true)}>
              {t`Make a token`}
            </Button>
          )
        }
      />
      <PageBody>
        <Card>
          {tokens.isError ? (
            <ErrorState
              error={tokens.error}
              title={t`The tokens could not be loaded`}
              onRetry={() => tokens.refetch()}
            />
          ) : tokens.isPending ? (
            <LoadingRows rows={4} />
          ) : (
            <DataTable
              label={t`API tokens`}
              columns={columns}
              rows={tokens.data}
              rowKey={(k) => k.id}
              empty={<EmptyState sentence={t`There is no token yet. A program needs one to send signals.`} />}
            />
          )}
        </Card>
      </PageBody>
      {adding && <AddToken onClose={() => setAdding(false)} />}
      <ConfirmDialog
        opened={ending !== undefined}
        title={t`Revoke ${endingName}?`}
        deed={t`Revoke the token`}
        danger
        onClose={() => setEnding(undefined)}
        onConfirm={async () => {
          if (!ending) return
          await revoke.mutateAsync(ending.id)
          toasts.show(t`${ending.name} is revoked`)
        }}
      >
        <Trans>Programs that use it are refused at once. This can’t be undone.</Trans>
      </ConfirmDialog>
    </>
  )
}

function useColumns(onRevoke: ((token: Token) => void) | undefined): Column<Token>[] {
  const { t } = useLingui()
  const format = useFormat()
  const role = useFormatRole()
  const reach = useReach()
  const now = Date.now()
  const columns: Column<Token>[] = [
    { id: 'name', header: t`Name`, cell: (k) => k.name, sort: (k) => k.name },
    { id: 'role', header: t`Role`, cell: (k) => role(k.role), sort: (k) => role(k.role) },
    { id: 'unit', header: t`Unit`, cell: (k) => reach(k.unit), sort: (k) => reach(k.unit), phone: 'hide' },
    {
      id: 'created',
      header: t`Made`,
      cell: (k) => format.date(k.created_at),
      sort: (k) => k.created_at,
      phone: 'hide',
    },
    {
      id: 'used',
      header: t`Last used`,
      cell: (k) => (k.last_used_at ? format.dateTime(k.last_used_at) : <span className="muted">{t`never`}</span>),
      sort: (k) => k.last_used_at,
    },
    {
      id: 'state',
      header: t`State`,
      cell: (k) => {
        const is = standing(k, now)
        if (is === 'revoked') return <Tag tone="outline">{t`revoked ${format.date(k.revoked_at ?? '')}`}</Tag>
        if (is === 'expired') return <Tag tone="outline">{t`expired ${format.date(k.expires_at ?? '')}`}</Tag>
        return <span className="second">{k.expires_at ? t`until ${format.date(k.expires_at)}` : t`no end`}</span>
      },
    },
  ]
  if (!onRevoke) return columns
  return [
    ...columns,
    {
      id: 'do',
      header: <span className="vh">{t`Actions`}</span>,
      align: 'right',
      phone: 'keep',
      cell: (k) =>
        !k.revoked_at && (
          <Button kind="quiet" square icon="trash" onClick={() => onRevoke(k)}>
            {t`Revoke ${k.name}`}
          </Button>
        ),
    },
  ]
}
