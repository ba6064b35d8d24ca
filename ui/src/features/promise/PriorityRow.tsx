import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { Icon } from '../../components/Icon'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import { MoveButtons } from './MoveButtons'
import css from './priorities.module.css'
import type { Priority, PriorityInput, usePriorityCalls } from './queries'
import { useDragged } from './useReorder'
import { useOwnerName } from './words'

/** What is sent of a priority as it stands. */
export const priorityInput = (p: Priority): PriorityInput => ({
  name: p.name,
  why: p.why,
  owner: p.owner,
  due: p.due,
  done: p.done,
})

/** One priority: its rank, its name, who answers for it, until when, and whether it is done. Alt and an arrow move it. */
export function PriorityRow({
  of,
  at,
  count,
  may,
  calls,
  onOpen,
  onMoveTo,
  onKeyDown,
  onFailed,
}: {
  of: Priority
  at: number
  count: number
  may: boolean
  calls: ReturnType<typeof usePriorityCalls>
  onOpen: () => void
  onMoveTo: (to: number) => void
  onKeyDown: (event: KeyboardEvent) => void
  onFailed: (error: unknown) => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const owner = useOwnerName()(of.owner)
  const drag = useDragged('priorities', of.id, at, may)
  const name = of.name
  const turn = (done: boolean) =>
    calls.edit.mutate(
      { id: of.id, version: of.version, body: { ...priorityInput(of), done } },
      {
        onError: onFailed,
        onSuccess: (now) => {
          const back = () =>
            calls.edit.mutate(
              { id: of.id, version: now.version, body: { ...priorityInput(now), done: !done } },
              { onError: onFailed },
            )
          toasts.show(done ? t`${name} is done` : t`${name} is open again`, { undo: back })
        },
      },
    )
  const remove = () =>
    calls.remove.mutate(of.id, {
      onError: onFailed,
      onSuccess: () => {
        document.querySelector<HTMLElement>('h1')?.focus()
        toasts.show(t`${name} is deleted`, {
          undo: () => void calls.add.mutateAsync(priorityInput(of)).catch(onFailed),
        })
      },
    })
  return (
    <li
      ref={drag.card}
      className={css.row}
      data-done={of.done || undefined}
      data-dragged={drag.dragged || undefined}
      data-over={drag.over}
      onKeyDown={onKeyDown}
    >
      {may && (
        <span ref={drag.handle} className={css.handle} title={t`Drag to move`} aria-hidden="true">
          <Icon name="drag" />
        </span>
      )}
      <span className={css.rank}>{at + 1}</span>
      <div className={css.what}>
        {may ? (
          <button type="button" className={`link strong ${css.name}`} onClick={onOpen} dir="auto">
            {name}
          </button>
        ) : (
          <span className={`strong ${css.name}`} dir="auto">
            {name}
          </span>
        )}
        {of.why && (
          <p className="second small" dir="auto">
            {of.why}
          </p>
        )}
        <p className={css.facts}>
          <span className={of.owner ? 'muted' : 'soon'}>{owner || (of.owner ? '' : t`Nobody answers for it`)}</span>
          <Due of={of} />
        </p>
      </div>
      {may && (
        <Checkbox
          className={css.done}
          label={<Trans>Done</Trans>}
          aria-label={t`${name} is done`}
          checked={of.done ?? false}
          disabled={calls.edit.isPending}
          onChange={(event) => turn(event.currentTarget.checked)}
        />
      )}
      {may && (
        <span className={css.moves}>
          <MoveButtons
            id={`priority-${of.id}`}
            name={name}
            at={at}
            count={count}
            onMoveTo={onMoveTo}
            more={[{ label: t`Delete`, icon: 'trash', onSelect: remove }]}
          />
        </span>
      )}
    </li>
  )
}

/** Until when, and that this day is over. */
function Due({ of }: { of: Priority }) {
  const format = useFormat()
  if (of.done && of.done_at) {
    const day = format.date(of.done_at)
    return (
      <Tag tone="better" icon="check">
        <Trans>Done on {day}</Trans>
      </Tag>
    )
  }
  if (!of.due) {
    return (
      <span className="muted">
        <Trans>no date</Trans>
      </span>
    )
  }
  const day = format.day(of.due)
  return of.due < format.isoDay(Date.now()) ? (
    <Tag tone="worse" icon="warning">
      <Trans>Overdue since {day}</Trans>
    </Tag>
  ) : (
    <span className="muted">
      <Trans>by {day}</Trans>
    </span>
  )
}
