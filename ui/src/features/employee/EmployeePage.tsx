import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Tile, Tiles } from '../../components/figure/Tile'
import { address } from '../../components/filter/search'
import { writeWhere } from '../../components/filter/where'
import { Card, CardBody, Columns, Facts, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { usePhone } from '../../components/usePhone'
import { useMembers } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { EditDialog } from './EditDialog'
import { LeaveDialog } from './LeaveDialog'
import { MoveDialog } from './MoveDialog'
import { type Known, useEmployee, useEmployeeDeeds, useFiguresOf } from './queries'
import { StaysCard } from './StaysCard'
import { useUnitName } from './units'

/** One employee: where they belonged and when, and what customers said of them. */
export function EmployeePage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useEmployee(id)
  const crumb = { label: t`Employees`, href: '/settings/employees' }
  if (found.data) return <Page key={found.data.id} known={found.data} crumb={crumb} />
  return (
    <>
      <PageHeader title={t`Employee`} crumb={crumb} />
      <PageBody>
        <Card>
          {found.isError ? (
            <ErrorState
              error={found.error}
              title={t`The employee could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : (
            <LoadingRows rows={6} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Page({ known, crumb }: { known: Known; crumb: { label: string; href: string } }) {
  const { t, i18n } = useLingui()
  const phone = usePhone()
  const format = useFormat()
  const toasts = useToasts()
  const deeds = useEmployeeDeeds()
  const may = useMay('people.write')
  const named = useUnitName()
  const [doing, setDoing] = useState<'edit' | 'move' | 'leave'>()
  const close = () => setDoing(undefined)
  const comeBack = async () => {
    try {
      const now = await deeds.edit(known.id, known.version, { left_on: '' })
      toasts.show(t`${now.name} is back`)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  return (
    <>
      <PageHeader
        title={known.name}
        crumb={crumb}
        remark={named(known.unit)}
        tags={
          known.left_on && (
            <Tag tone={known.active ? 'soon' : undefined}>
              {known.active ? t`leaves ${format.day(known.left_on)}` : t`left ${format.day(known.left_on)}`}
            </Tag>
          )
        }
        actions={
          may && (
            <>
              <Button icon="tree" square={phone} onClick={() => setDoing('move')} disabled={!known.active}>
                <Trans>Move to…</Trans>
              </Button>
              <Button icon="edit" square={phone} onClick={() => setDoing('edit')}>
                <Trans>Edit</Trans>
              </Button>
              {known.left_on ? (
                <Button kind="quiet" icon="undo" square={phone} onClick={() => void comeBack()}>
                  <Trans>Came back</Trans>
                </Button>
              ) : (
                <Button kind="quiet" icon="out" square={phone} onClick={() => setDoing('leave')}>
                  <Trans>Left…</Trans>
                </Button>
              )}
            </>
          )
        }
      />
      <PageBody>
        <Figures known={known} />
        <Columns aside={<About known={known} />}>
          <StaysCard known={known} may={may} />
        </Columns>
      </PageBody>
      {doing === 'edit' && <EditDialog known={known} onClose={close} />}
      {doing === 'move' && <MoveDialog known={known} onClose={close} />}
      {doing === 'leave' && <LeaveDialog known={known} onClose={close} />}
    </>
  )
}

/** What customers said when this employee served them, whichever unit that was in. */
function Figures({ known }: { known: Known }) {
  const { t } = useLingui()
  const may = useMay('figure.read')
  const { told, pending } = useFiguresOf(known.external_id, may)
  if (!may) return null
  const where = [writeWhere({ kind: 'any', dimension: 'employee', values: [known.external_id] })]
  if (told.length === 0) {
    return (
      <Card title={t`Figures`}>
        {pending ? (
          <LoadingRows rows={2} />
        ) : (
          <EmptyState sentence={t`No signal names this employee yet.`}>
            <AppLink className="link" href="/imports/new">
              <Trans>Bring data in</Trans>
            </AppLink>
          </EmptyState>
        )}
      </Card>
    )
  }
  return (
    <Tiles label={t`Figures`}>
      {told.map(({ metric, row }) => (
        <Tile
          key={metric.key}
          metric={metric}
          row={row}
          against=""
          href={address(`/figures/${metric.key}`, { where, from: 'all' })}
        />
      ))}
    </Tiles>
  )
}

function About({ known }: { known: Known }) {
  const { t } = useLingui()
  const format = useFormat()
  const members = useMembers().data ?? []
  const where = [writeWhere({ kind: 'any', dimension: 'employee', values: [known.external_id] })]
  return (
    <Card title={t`About`} link={{ label: t`Signals`, href: address('/signals', { where, from: 'all' }) }}>
      <CardBody>
        <Facts
          items={[
            [t`External id`, <code key="id">{known.external_id}</code>],
            [
              t`Further ids`,
              (known.aliases ?? []).length > 0 ? <code key="aliases">{(known.aliases ?? []).join(', ')}</code> : '',
            ],
            [t`Login`, known.user && (members.find((m) => m.id === known.user)?.name ?? t`a user`)],
            [t`Person key`, known.person && <code>{known.person}</code>],
            [t`Known since`, format.date(known.created_at)],
          ]}
        />
      </CardBody>
    </Card>
  )
}
