import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, useState } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { explain } from '../../words/problems'
import { focusAfterMove } from './MoveButtons'
import { PriorityDialog } from './PriorityDialog'
import { PriorityRow } from './PriorityRow'
import { PromiseTabs } from './PromiseTabs'
import css from './priorities.module.css'
import { type Priority, usePriorities, usePriorityCalls } from './queries'
import { moved, useDropped } from './useReorder'

/** What the organisation wants most, the first first. */
export function PrioritiesPage() {
  const { t } = useLingui()
  const all = usePriorities()
  const may = useMay('promise.write')
  const phone = usePhone()
  const [get, set] = useSearchState()
  const asked = get('priority')
  const open = all.data?.find((p) => p.id === asked)
  const add = (square: boolean) =>
    may && (
      <Button kind="primary" icon="plus" square={square} onClick={() => set({ priority: 'new' })}>
        <Trans>Add a priority</Trans>
      </Button>
    )
  return (
    <>
      <PageHeader title={t`Priorities`} remark={t`what we want most, the first first`} actions={add(phone)} />
      <PromiseTabs />
      <PageBody>
        <Card>
          {all.isError ? (
            <ErrorState
              error={all.error}
              title={t`The priorities could not be fetched.`}
              onRetry={() => all.refetch()}
            />
          ) : all.isPending ? (
            <LoadingRows rows={5} />
          ) : all.data.length === 0 ? (
            <EmptyState
              sentence={<Trans>No priority yet: say what the organisation wants most, who answers, and by when.</Trans>}
            >
              {add(false)}
            </EmptyState>
          ) : (
            <Ranked all={all.data} may={may} onOpen={(id) => set({ priority: id })} />
          )}
        </Card>
      </PageBody>
      {may && (open || asked === 'new') && (
        <PriorityDialog key={asked} of={open} onClose={() => set({ priority: undefined })} />
      )}
    </>
  )
}

function Ranked({ all, may, onOpen }: { all: readonly Priority[]; may: boolean; onOpen: (id: string) => void }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = usePriorityCalls()
  const [said, setSaid] = useState('')
  const failed = (error: unknown) => void toasts.show(explain(i18n, error), { tone: 'failed' })
  const done = all.filter((p) => p.done).length
  const place = (key: string, to: number) => {
    const from = all.findIndex((p) => p.id === key)
    const at = Math.min(Math.max(to, 0), all.length - 1)
    if (from < 0 || from === at) return
    const name = all[from]?.name ?? ''
    const [rank, count] = [at + 1, all.length]
    calls.order.mutate(
      moved(all, from, at).map((p) => p.id),
      { onError: failed },
    )
    setSaid(t`${name} is now ${rank} of ${count}`)
    focusAfterMove(`priority-${key}`, at - from)
  }
  useDropped('priorities', place)
  const onKeyDown = (p: Priority, at: number) => (event: KeyboardEvent) => {
    if (!may || !event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    place(p.id, event.key === 'ArrowUp' ? at - 1 : at + 1)
  }
  return (
    <>
      <ol className={css.list} aria-label={t`Priorities by rank`}>
        {all.map((p, at) => (
          <PriorityRow
            key={p.id}
            of={p}
            at={at}
            count={all.length}
            may={may}
            calls={calls}
            onOpen={() => onOpen(p.id)}
            onMoveTo={(to) => place(p.id, to)}
            onKeyDown={onKeyDown(p, at)}
            onFailed={failed}
          />
        ))}
      </ol>
      <p className="vh" role="status">
        {said}
      </p>
      {done > 0 && (
        <p className={`${css.foot} muted small`}>
          <Plural value={done} one="One is done." other="# are done." />
        </p>
      )}
    </>
  )
}
