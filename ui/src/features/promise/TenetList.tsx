import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { Card } from '../../components/layout/Page'
import { type Content, fieldId, newTenet } from './draft'
import css from './editor.module.css'
import { focusAfterMove } from './MoveButtons'
import type { Gap, Tenet } from './queries'
import { TenetEditor } from './TenetEditor'
import type { Draft } from './useDraft'
import { moved, useDropped } from './useReorder'

/** The tenets of a draft in their order. */
export function TenetList({
  content,
  errors,
  gaps,
  edit,
  undo,
}: {
  content: Content
  errors: Record<string, string>
  gaps: readonly Gap[]
  edit: Draft['edit']
  undo: () => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const [said, setSaid] = useState('')
  const { tenets } = content
  const change = (id: string | undefined, patch: Partial<Tenet>) =>
    edit((now) => ({ ...now, tenets: now.tenets.map((x) => (x.id === id ? { ...x, ...patch } : x)) }))
  const place = (id: string, to: number) => {
    const from = tenets.findIndex((x) => x.id === id)
    const at = Math.min(Math.max(to, 0), tenets.length - 1)
    if (from < 0 || from === at) return
    edit((now) => ({ ...now, tenets: moved(now.tenets, from, at) }))
    const [rank, count] = [at + 1, tenets.length]
    setSaid(t`It is now ${rank} of ${count}`)
    // Whoever moves it from within a field goes on writing there.
    if (
      !(document.activeElement instanceof HTMLInputElement || document.activeElement instanceof HTMLTextAreaElement)
    ) {
      focusAfterMove(`tenet-${id}`, at - from)
    }
  }
  const focusLater = (id: string) => setTimeout(() => document.getElementById(id)?.focus())
  const add = () => {
    const next = newTenet()
    edit((now) => ({ ...now, tenets: [...now.tenets, next] }))
    focusLater(fieldId('name', next.id))
  }
  const remove = (at: number) => {
    edit((now) => ({ ...now, tenets: now.tenets.toSpliced(at, 1) }))
    toasts.show(t`The tenet is removed`, { undo })
    const neighbour = tenets[at + 1] ?? tenets[at - 1]
    focusLater(neighbour ? fieldId('name', neighbour.id) : 'add-tenet')
  }
  useDropped('tenets', place)
  return (
    <Card title={t`Tenets`} remark={t`what people can be seen doing who keep it`}>
      <ol className={css.list} aria-label={t`Tenets in their order`}>
        {tenets.map((tenet, at) => (
          <TenetEditor
            key={tenet.id ?? at}
            tenet={tenet}
            at={at}
            count={tenets.length}
            errors={errors}
            gap={gaps.find((gap) => gap.tenet === tenet.id)}
            onChange={(patch) => change(tenet.id, patch)}
            onMoveTo={(to) => place(tenet.id ?? '', to)}
            onRemove={() => remove(at)}
          />
        ))}
      </ol>
      <p className="vh" role="status">
        {said}
      </p>
      {errors[''] && (
        <p className={`${css.whole} worse`} role="alert">
          {errors['']}
        </p>
      )}
      <div className={css.add}>
        <Button id="add-tenet" icon="plus" onClick={add} disabled={tenets.length >= 30}>
          <Trans>Add a tenet</Trans>
        </Button>
        {tenets.length >= 30 && (
          <span className="muted small">
            <Trans>Thirty are enough: nobody remembers more.</Trans>
          </span>
        )}
      </div>
    </Card>
  )
}
