import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { Card } from '../../components/layout/Page'
import { Menu } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormatRole } from '../../components/useFormatRole'
import { useSession } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { type Invitation, useInvitations, useInviteAgain, useWithdraw } from './account'
import { InvitationLink } from './InviteDialog'
import { useReach } from './useUnitChoice'

/** Who is invited and hasn't joined yet; nothing where there is nobody. */
export function InvitationsCard() {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const role = useFormatRole()
  const reach = useReach()
  const standing = useStanding()
  const invited = useInvitations(true).data ?? []
  const mail = useSession().data?.mail ?? false
  const again = useInviteAgain()
  const withdraw = useWithdraw()
  const [made, setMade] = useState<Invitation>()
  const failed = (error: unknown) => toasts.show(explain(i18n, error), { tone: 'failed' })
  const renew = (v: Invitation, quiet: boolean) =>
    again.mutate({ id: v.id, quiet }, { onSuccess: setMade, onError: failed })
  if (invited.length === 0 && !made) return null
  const columns: Column<Invitation>[] = [
    {
      id: 'email',
      header: t`E-mail`,
      cell: (v) => (
        <span className="row wrap">
          {v.email} {standing(v)}
        </span>
      ),
      sort: (v) => v.email,
    },
    { id: 'role', header: t`Role`, cell: (v) => role(v.role), phone: 'under' },
    { id: 'unit', header: t`Unit`, cell: (v) => reach(v.unit), phone: 'under' },
    { id: 'by', header: t`Invited by`, cell: (v) => <span className="second">{v.created_by}</span>, phone: 'hide' },
    { id: 'until', header: t`Good until`, cell: (v) => format.dateTime(v.expires_at), phone: 'under' },
    {
      id: 'do',
      header: <span className="vh">{t`Actions`}</span>,
      align: 'right',
      phone: 'keep',
      cell: (v) => (
        <Menu
          trigger={
            <Button kind="quiet" square icon="more">
              {t`Invitation of ${v.email}`}
            </Button>
          }
          entries={[
            ...(mail ? [{ label: t`Send it again`, icon: 'mail' as const, onSelect: () => renew(v, false) }] : []),
            { label: t`New link to hand over`, icon: 'link', onSelect: () => renew(v, true) },
            {
              label: t`Withdraw`,
              icon: 'close',
              danger: true,
              onSelect: () =>
                withdraw.mutate(v.id, {
                  onSuccess: () => {
                    toasts.show(t`The invitation is withdrawn`)
                    document.querySelector<HTMLElement>('h1')?.focus()
                  },
                  onError: failed,
                }),
            },
          ]}
        />
      ),
    },
  ]
  return (
    <>
      <Card title={t`Invited`} remark={t`a new link voids the one before`}>
        <DataTable label={t`Invited`} columns={columns} rows={invited} rowKey={(v) => v.id} />
      </Card>
      {made && <InvitationLink invitation={made} onClose={() => setMade(undefined)} />}
    </>
  )
}

/** What became of the letter, in words. */
function useStanding() {
  const { t } = useLingui()
  return (v: Invitation) => {
    if (v.expired) return <Tag tone="outline">{t`expired`}</Tag>
    if (v.mail === 'failed') {
      return (
        <Tag tone="outline">
          <Trans>letter failed</Trans>
          {v.mail_error && <span className="vh">: {v.mail_error}</span>}
        </Tag>
      )
    }
    return null
  }
}
