import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, TextInput } from '@mantine/core'
import { Button } from '../../../components/Button'
import { FormDialog } from '../../../components/form/FormDialog'
import { useForm } from '../../../components/form/useForm'
import type { Card, Edit } from '../queries'
import type { MapStore } from './store'
import { newId } from './useMapDeedsOf'

type Line = { key: string; task: string; optional: boolean }

/** Which steps a task takes, as the rules propose or as one says; each becomes a card of its own. */
export function SplitDialog({ card, store, onClose }: { card: Card; store: MapStore; onClose: () => void }) {
  const { t } = useLingui()
  const form = useForm({
    id: 'split-card',
    initial: { lines: proposed(card, store) },
    labels: { lines: t`Steps` },
    check: (v) => ({ lines: v.lines.some((l) => l.task.trim()) ? undefined : t`Name at least one step` }),
    send: async (v) => {
      store.edit(splitEdits(card, v.lines), { on: card.id })
      onClose()
    },
  })
  const { lines } = form.values
  const set = (at: number, patch: Partial<Line>) =>
    form.set({ lines: lines.map((l, i) => (i === at ? { ...l, ...patch } : l)) })
  return (
    <FormDialog
      title={t`Which steps does “${card.task}” take?`}
      deed={t`Split it`}
      form={form}
      size={560}
      onClose={onClose}
    >
      <p className="second">
        <Trans>A touch point is one event. What is tied to this card stays with the first step.</Trans>
      </p>
      {lines.map((line, at) => {
        const number = at + 1
        return (
          <div key={line.key} className="row">
            <TextInput
              className="grow"
              aria-label={t`Step ${number}`}
              value={line.task}
              maxLength={120}
              data-autofocus={at === 0 || undefined}
              onChange={(e) => set(at, { task: e.currentTarget.value })}
            />
            <Checkbox
              label={t`if required`}
              checked={line.optional}
              onChange={(e) => set(at, { optional: e.currentTarget.checked })}
            />
            <Button
              kind="quiet"
              square
              icon="close"
              disabled={lines.length < 2}
              onClick={() => form.set({ lines: lines.filter((_, i) => i !== at) })}
            >
              {t`Leave out step ${number}`}
            </Button>
          </div>
        )
      })}
      <span>
        <Button icon="plus" onClick={() => form.set({ lines: [...lines, line('')] })}>
          <Trans>Another step</Trans>
        </Button>
      </span>
    </FormDialog>
  )
}

const line = (task: string, optional = false): Line => ({ key: crypto.randomUUID(), task, optional })

function proposed(card: Card, store: MapStore): Line[] {
  const found = store.snapshot().findings.find((f) => f.rule === 'one_event' && f.card === card.id)
  const steps = (found?.edits ?? []).map((e) => line(String(e.set?.task ?? ''), e.set?.optional === true))
  if (steps.length > 1) return steps
  return [line(card.task), line('')]
}

/** The edits that make one card an event. */
export function splitEdits(card: Card, lines: readonly Pick<Line, 'task' | 'optional'>[]): Edit[] {
  const steps = lines.map((l) => ({ ...l, task: l.task.trim() })).filter((l) => l.task)
  let behind = card.id
  return steps.map((step, at): Edit => {
    if (at === 0)
      return {
        op: 'set_card',
        id: card.id,
        set: { task: step.task, optional: step.optional || (card.optional ?? null) },
      }
    const after = behind
    behind = newId('c')
    const { initiator, discovered, controlled, owner, function: by, channels } = card
    const set = {
      task: step.task,
      optional: step.optional,
      initiator,
      discovered,
      controlled,
      owner,
      function: by,
      channels,
    }
    const known = Object.fromEntries(Object.entries(set).filter(([, v]) => v !== undefined))
    return { op: 'add_card', id: behind, after, stage: card.stage, lane: card.lane, set: known }
  })
}
