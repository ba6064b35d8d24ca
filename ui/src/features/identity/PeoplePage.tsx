import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../components/Button'
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
import { AddPerson, EditPerson } from './PersonDialogs'
import { grantable } from './RoleFields'
import { useReach } from './useUnitChoice'

/** Who may sign in, as what, and how far they see. */
export function PeoplePage() {
  const { t } = useLingui()
  const phone = usePhone()
  const people = useQuery(membersQuery)
  const may = useMay('user.write')
  const session = useSession().data
  const role = useFormatRole()
  const reach = useReach()
  const [doing, setDoing] = useState<'add' | Member>()
  const close = () => setDoing(undefined)
  const mayChange = (m: Member) => may && (grantable(session?.role) as readonly string[]).includes(m.role)
  const columns: Column<Member>[] = [
    {
      id: 'name',
      header: t`Name`,
      sort: (m) => m.name,
      cell: (m) => (
        <span className="row">
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
  ]
  if (may) {
    columns.push({
      id: 'do',
      header: <span className="vh">{t`Actions`}</span>,
      align: 'right',
      phone: 'keep',
      cell: (m) =>
        mayChange(m) && (
          <Button kind="quiet" square icon="edit" onClick={() => setDoing(m)}>
            {t`Change ${m.name}`}
          </Button>
        ),
    })
  }
  return (
    <>
      <PageHeader
        title={t`People`}
        remark={t`who may sign in`}
        actions={
          may && (
            <Button kind="primary" icon="plus" square={phone} onClick={() => setDoing('add')}>
              {t`Add a person`}
            </Button>
          )
        }
      />
      <PageBody>
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
      {doing === 'add' && <AddPerson onClose={close} />}
      {doing && doing !== 'add' && <EditPerson member={doing} onClose={close} />}
    </>
  )
}
