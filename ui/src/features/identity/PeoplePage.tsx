import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormatRole } from '../../components/useFormatRole'
import { usePhone } from '../../components/usePhone'
import { type Member, membersQuery } from '../../core/organisation'
import { useMay, useSession } from '../../core/session'
import { InvitationsCard } from './InvitationsCard'
import { InvitePerson } from './InviteDialog'
import { EditPerson } from './PersonDialogs'
import { PasswordLinkDialog, ResetTwoFactorDialog, SessionsDialog } from './PersonHelp'
import { type Deed, PersonMenu } from './PersonMenu'
import { useReach } from './useUnitChoice'

type Doing = { deed: Deed; member: Member }

/** Who may sign in, as what, and how far they see. */
export function PeoplePage() {
  const { t } = useLingui()
  const phone = usePhone()
  const people = useQuery(membersQuery)
  const may = useMay('user.write')
  const [inviting, setInviting] = useState(false)
  const [doing, setDoing] = useState<Doing>()
  const columns = useColumns(may ? setDoing : undefined)
  const member = doing?.member
  const close = () => setDoing(undefined)
  return (
    <>
      <PageHeader
        title={t`People`}
        remark={t`who may sign in`}
        actions={
          may && (
            <>
              <ButtonLink icon="import" href="/lists/people" square={phone}>
                {t`From a file`}
              </ButtonLink>
              <Button kind="primary" icon="plus" square={phone} onClick={() => setInviting(true)}>
                {t`Invite a person`}
              </Button>
            </>
          )
        }
      />
      <PageBody>
        {may && <InvitationsCard />}
        <Card>
          {people.isError ? (
            <ErrorState
              error={people.error}
              title={t`The people could not be loaded`}
              onRetry={() => people.refetch()}
            />
          ) : people.isPending ? (
            <LoadingRows rows={6} />
          ) : (
            <DataTable
              label={t`People`}
              columns={columns}
              rows={people.data}
              rowKey={(m) => m.id}
              empty={<EmptyState sentence={t`Nobody may sign in yet.`} />}
            />
          )}
        </Card>
      </PageBody>
      {inviting && <InvitePerson onClose={() => setInviting(false)} />}
      {member && doing.deed === 'edit' && <EditPerson member={member} onClose={close} />}
      {member && doing.deed === 'sessions' && <SessionsDialog member={member} onClose={close} />}
      {member && doing.deed === 'password' && <PasswordLinkDialog member={member} onClose={close} />}
      {member && doing.deed === 'two-factor' && <ResetTwoFactorDialog member={member} onClose={close} />}
    </>
  )
}

function useColumns(onDo: ((doing: Doing) => void) | undefined): Column<Member>[] {
  const { t } = useLingui()
  const session = useSession().data
  const role = useFormatRole()
  const reach = useReach()
  const columns: Column<Member>[] = [
    {
      id: 'name',
      header: t`Name`,
      sort: (m) => m.name,
      cell: (m) => (
        <span className="row wrap">
          {m.name}
          {m.id === session?.user?.id && (
            <Tag>
              <Trans>you</Trans>
            </Tag>
          )}
          {!m.active && (
            <Tag tone="outline">
              <Trans>shut out</Trans>
            </Tag>
          )}
        </span>
      ),
    },
    { id: 'email', header: t`E-mail`, cell: (m) => <span className="second">{m.email}</span>, sort: (m) => m.email },
    { id: 'role', header: t`Role`, cell: (m) => role(m.role), sort: (m) => role(m.role) },
    { id: 'unit', header: t`Unit`, cell: (m) => reach(m.unit), sort: (m) => reach(m.unit) },
    {
      id: 'two-factor',
      header: t`Two-factor`,
      phone: 'hide',
      cell: (m) => (m.two_factor ? t`on` : <span className="muted">{t`off`}</span>),
      sort: (m) => (m.two_factor ? 1 : 0),
    },
  ]
  if (!onDo) return columns
  return [
    ...columns,
    {
      id: 'do',
      header: <span className="vh">{t`Actions`}</span>,
      align: 'right',
      phone: 'keep',
      cell: (member) => <PersonMenu member={member} onDo={(deed) => onDo({ deed, member })} />,
    },
  ]
}
