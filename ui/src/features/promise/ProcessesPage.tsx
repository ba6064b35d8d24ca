import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import { useUnits } from '../../core/organisation'
import { useMay } from '../../core/session'
import { ProcessDialog } from './ProcessDialog'
import { PromiseTabs } from './PromiseTabs'
import css from './promise.module.css'
import { type BrandPromise, type Process, useProcesses, usePromises } from './queries'
import { useCarrierNames } from './words'

/** Through what promises become experiences. The one that is open is in the URL. */
export function ProcessesPage() {
  const { t } = useLingui()
  const all = useProcesses()
  const may = useMay('promise.write')
  const phone = usePhone()
  const [get, set] = useSearchState()
  const asked = get('process')
  const open = all.data?.find((p) => p.id === asked)
  const add = (square: boolean) =>
    may && (
      <Button kind="primary" icon="plus" square={square} onClick={() => set({ process: 'new' })}>
        <Trans>Add a process</Trans>
      </Button>
    )
  return (
    <>
      <PageHeader title={t`Processes`} remark={t`through which promises become experiences`} actions={add(phone)} />
      <PromiseTabs />
      <PageBody>
        <Card>
          {all.isError ? (
            <ErrorState
              error={all.error}
              title={t`The processes could not be fetched.`}
              onRetry={() => all.refetch()}
            />
          ) : all.isPending ? (
            <LoadingRows rows={5} />
          ) : (
            <List all={all.data} empty={add(false)} onOpen={(id) => set({ process: id })} />
          )}
        </Card>
      </PageBody>
      {(open || (asked === 'new' && may)) && (
        <ProcessDialog key={asked} of={open} may={may} onClose={() => set({ process: undefined })} />
      )}
    </>
  )
}

function List({
  all,
  empty,
  onOpen,
}: {
  all: readonly Process[]
  empty: React.ReactNode
  onOpen: (id: string) => void
}) {
  const { t } = useLingui()
  const names = useCarrierNames()
  const units = useUnits().data ?? []
  const promises = usePromises().data ?? []
  return (
    <DataTable
      label={t`Processes`}
      rows={all}
      rowKey={(p) => p.id}
      sort={{ id: 'name', desc: false }}
      columns={[
        {
          id: 'name',
          header: t`Process`,
          sort: (p) => p.name,
          cell: (p) => (
            <button type="button" className="link strong" onClick={() => onOpen(p.id)} dir="auto">
              {p.name}
            </button>
          ),
        },
        {
          id: 'points',
          header: t`Delivers`,
          cell: (p) => (
            <span className="second">
              {(p.touch_points ?? []).map(names.point).join(', ') || t`no touch point yet`}
            </span>
          ),
        },
        {
          id: 'tenets',
          header: t`Carries`,
          cell: (p) => <Carries tenets={carriedBy(p.id, promises)} />,
        },
        {
          id: 'unit',
          header: t`Run by`,
          sort: (p) => units.find((u) => u.id === p.unit)?.name,
          cell: (p) => units.find((u) => u.id === p.unit)?.name ?? <span className="muted">{t`nobody named`}</span>,
        },
      ]}
      empty={
        <EmptyState sentence={<Trans>No process yet: a promise becomes an experience through one.</Trans>}>
          {empty}
        </EmptyState>
      }
    />
  )
}

/** The tenets of promises in force or in draft that a process carries, by name. */
export const carriedBy = (process: string, promises: readonly BrandPromise[]): string[] => [
  ...new Set(
    promises
      .filter((p) => p.state !== 'retired')
      .flatMap((p) => (p.tenets ?? []).filter((x) => x.processes?.includes(process)).map((x) => x.name)),
  ),
]

function Carries({ tenets }: { tenets: readonly string[] }) {
  if (tenets.length === 0) {
    return (
      <span className="muted">
        <Trans>no tenet</Trans>
      </span>
    )
  }
  return tenets.length <= 2 ? (
    <span className={css.said}>{tenets.join(', ')}</span>
  ) : (
    <span title={tenets.join(', ')}>
      <Plural value={tenets.length} one="# tenet" other="# tenets" />
    </span>
  )
}
