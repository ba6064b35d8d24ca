import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import { type Unit, useMembers, useUnits } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { inOrder } from './tree'
import { AddUnit, EditUnit, MoveUnit } from './UnitDialogs'
import { UnitName } from './UnitName'
import { useKinds } from './useKinds'
import { useMove, type Where } from './useMove'

type Line = Unit & { depth: number }
type Doing = { deed: 'add'; below?: Unit } | { deed: 'edit' | 'move'; unit: Unit }

/** The hierarchy along which figures roll up and cases find their owner. */
export function UnitsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const phone = usePhone()
  const units = useUnits()
  const may = useMay('unit.write')
  const [doing, setDoing] = useState<Doing>()
  const close = () => setDoing(undefined)
  const move = useMove()
  const columns = useColumns(may ? setDoing : undefined, may ? move : undefined)
  return (
    <>
      <PageHeader
        title={t`Units`}
        remark={t`regions, sites and teams`}
        actions={
          may && (
            <>
              <ButtonLink icon="import" href="/lists/units" square={phone}>
                {t`From a file`}
              </ButtonLink>
              <Button kind="primary" icon="plus" square={phone} onClick={() => setDoing({ deed: 'add' })}>
                {t`Add a unit`}
              </Button>
            </>
          )
        }
      />
      <PageBody>
        <p className="second">
          <Trans>
            Figures follow the structure as it is now: after a move, the past counts where the unit stands today. Drag a
            unit onto another to put it below; with its handle in focus, the arrow keys move it in and out.
          </Trans>
        </p>
        <Card>
          {units.isError ? (
            <ErrorState error={units.error} title={t`The units could not be loaded`} onRetry={() => units.refetch()} />
          ) : units.isPending ? (
            <LoadingRows rows={6} />
          ) : (
            <DataTable
              label={t`Units`}
              columns={columns}
              rows={inOrder(units.data, format.compare)}
              rowKey={(u) => u.id}
              empty={<EmptyState sentence={t`There is no unit yet.`} />}
            />
          )}
        </Card>
      </PageBody>
      {doing?.deed === 'add' && <AddUnit below={doing.below} onClose={close} />}
      {doing?.deed === 'edit' && <EditUnit unit={doing.unit} onClose={close} />}
      {doing?.deed === 'move' && <MoveUnit unit={doing.unit} onClose={close} />}
    </>
  )
}

/** The columns of the tree; the last one, of deeds, only for who may. */
function useColumns(
  onDo: ((doing: Doing) => void) | undefined,
  onMove: ((id: string, where: Where) => void) | undefined,
): Column<Line>[] {
  const { t } = useLingui()
  const kinds = useKinds()
  const people = useMembers().data ?? []
  const columns: Column<Line>[] = [
    {
      id: 'name',
      header: t`Name`,
      cell: (u) => <UnitName unit={u} depth={u.depth} onMove={onMove} />,
    },
    { id: 'key', header: t`Key`, cell: (u) => <code className="second">{u.key}</code>, phone: 'hide' },
    {
      id: 'kind',
      header: t`Kind`,
      phone: 'hide',
      cell: (u) => (
        <span className="row">
          <span className="second">{kinds[u.kind]}</span>
          {u.partner && (
            <Tag>
              <Trans>Partner</Trans>
            </Tag>
          )}
        </span>
      ),
    },
    {
      id: 'owner',
      header: t`Owner`,
      cell: (u) => {
        const owner = people.find((p) => p.id === u.owner)
        return owner ? owner.name : <span className="muted not-phone">–</span>
      },
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
      cell: (u) => (
        <Menu
          trigger={
            <Button kind="quiet" square icon="more">
              {t`Change ${u.name}`}
            </Button>
          }
          entries={[
            { label: t`Add a unit below`, icon: 'plus', onSelect: () => onDo({ deed: 'add', below: u }) },
            { label: t`Rename or change owner…`, icon: 'edit', onSelect: () => onDo({ deed: 'edit', unit: u }) },
            ...(u.parent
              ? [{ label: t`Move to…`, icon: 'tree' as const, onSelect: () => onDo({ deed: 'move', unit: u }) }]
              : []),
          ]}
        />
      ),
    },
  ]
}
