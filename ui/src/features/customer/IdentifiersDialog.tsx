import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import css from './customer.module.css'
import { back } from './EditDialog'
import { type Identifier, type Known, useCustomerDeeds } from './queries'
import { TakenBy } from './TakenBy'
import { useSeen } from './useSeen'
import { identifierKinds, useIdentifierWords } from './words'

type Line = Identifier & { key: number }

/** What a customer is known by. Each belongs to one customer alone. */
export function IdentifiersDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const deeds = useCustomerDeeds()
  const words = useIdentifierWords()
  const { first, save } = useSeen(known)
  const next = useRef(0)
  const line = (i: Identifier): Line => ({ ...i, key: next.current++ })
  const [lines, setLines] = useState<Line[]>(() => (first.identifiers ?? []).map(line))
  const [failed, setFailed] = useState<unknown>()
  const form = useForm({
    id: 'identifiers',
    initial: { identifiers: '' },
    labels: { identifiers: t`Identifiers` },
    send: async () => {
      setFailed(undefined)
      const identifiers = lines.filter((l) => l.value.trim()).map(({ kind, value }) => ({ kind, value: value.trim() }))
      try {
        const now = await save({ identifiers })
        onClose()
        toasts.show(t`The identifiers are changed`, {
          undo: () =>
            void deeds
              .edit(now.id, now.version, back(first, { identifiers }))
              .catch(() => toasts.show(t`It could not be undone`, { tone: 'failed' })),
        })
      } catch (error) {
        setFailed(error)
        throw error
      }
    },
  })
  const wrong = asProblem(failed)?.errors ?? []
  const errorOf = (at: number) => wrong.find((e) => e.location.startsWith(`body.identifiers[${at}]`))?.message
  const change = (key: number, patch: Partial<Identifier>) =>
    setLines(lines.map((l) => (l.key === key ? { ...l, ...patch } : l)))
  const remove = (key: number) => {
    setLines(lines.filter((l) => l.key !== key))
    setTimeout(() => document.getElementById('identifiers-add')?.focus())
  }
  const theirs = known.identifiers_merged ?? []
  return (
    <FormDialog title={t`What they are known by`} deed={t`Save`} form={form} onClose={onClose} size={560}>
      <TakenBy error={failed} of={known.id} />
      <div className={css.list}>
        {lines.map((l, at) => (
          <div key={l.key} className={css.line}>
            <NativeSelect
              aria-label={t`Kind`}
              data={identifierKinds.map((kind) => ({ value: kind, label: words[kind] }))}
              value={l.kind}
              onChange={(event) => change(l.key, { kind: event.currentTarget.value as Identifier['kind'] })}
            />
            <TextInput
              aria-label={words[l.kind]}
              value={l.value}
              maxLength={254}
              error={errorOf(at)}
              data-autofocus={at === 0 || undefined}
              onChange={(event) => change(l.key, { value: event.currentTarget.value })}
            />
            <Button kind="quiet" square icon="trash" onClick={() => remove(l.key)}>
              {t`Remove ${l.value || words[l.kind]}`}
            </Button>
          </div>
        ))}
      </div>
      <div>
        <Button
          id="identifiers-add"
          icon="plus"
          onClick={() => setLines([...lines, line({ kind: 'account', value: '' })])}
        >
          <Trans>Another identifier</Trans>
        </Button>
      </div>
      {theirs.length > 0 && (
        <p className="small muted">
          <Trans>Besides, of who was merged into this customer:</Trans> {theirs.map((i) => i.value).join(', ')}
        </p>
      )}
    </FormDialog>
  )
}
