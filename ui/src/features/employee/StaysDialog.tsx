import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import css from './employee.module.css'
import { type Known, type Stay, useEmployeeDeeds } from './queries'
import { clash } from './stays'
import { useUnitName, useUnitOptions } from './units'

type Line = { key: number; unit: string; from: string; to: string }

/** The whole history, for putting it right. */
export function StaysDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const deeds = useEmployeeDeeds()
  const units = useUnitOptions()
  const named = useUnitName()
  const next = useRef(0)
  const [lines, setLines] = useState<Line[]>(() =>
    (known.stays ?? []).map((s) => ({ key: next.current++, unit: s.unit, from: s.from ?? '', to: s.to ?? '' })),
  )
  const [failed, setFailed] = useState<unknown>()
  const stays = (): Stay[] =>
    lines.map(({ unit, from, to }) => ({ unit, from: from || undefined, to: to || undefined }))
  const form = useForm({
    id: 'stays',
    initial: { items: '' },
    labels: { items: t`Units over time` },
    check: () => {
      const two = clash(stays())
      if (!two) return {}
      const [a, b] = [named(two[0].unit), named(two[1].unit)]
      return { items: t`Nobody is in two places at once: ${a} and ${b} overlap.` }
    },
    send: async () => {
      setFailed(undefined)
      try {
        const now = await deeds.stays(known.id, known.version, stays())
        onClose()
        toasts.show(t`The history is changed`, {
          undo: () =>
            void deeds
              .stays(now.id, now.version, known.stays ?? [])
              .catch(() => toasts.show(t`It could not be undone`, { tone: 'failed' })),
        })
      } catch (error) {
        setFailed(error)
        throw error
      }
    },
  })
  const wrong = asProblem(failed)?.errors ?? []
  const errorOf = (at: number, field: string) => wrong.find((e) => e.location === `body.items[${at}].${field}`)?.message
  const change = (key: number, patch: Partial<Line>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...patch } : line)))
  return (
    <FormDialog title={t`Units over time`} deed={t`Save`} form={form} onClose={onClose} size={680}>
      <p className="second small">
        <Trans>
          An end is the first day elsewhere. Without a beginning it is since ever, without an end until now.
        </Trans>
      </p>
      {form.errors.items && (
        <p className="worse" role="alert">
          {form.errors.items}
        </p>
      )}
      {lines.map((line, at) => (
        <div key={line.key} className={css.stay}>
          <NativeSelect
            id={`stay-${line.key}`}
            aria-label={t`Unit`}
            data={units}
            value={line.unit}
            error={errorOf(at, 'unit')}
            data-autofocus={at === 0 || undefined}
            onChange={(event) => change(line.key, { unit: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label={t`First day`}
            value={line.from}
            error={errorOf(at, 'from')}
            onChange={(event) => change(line.key, { from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            aria-label={t`First day elsewhere`}
            value={line.to}
            error={errorOf(at, 'to')}
            onChange={(event) => change(line.key, { to: event.currentTarget.value })}
          />
          <Button
            kind="quiet"
            square
            icon="trash"
            onClick={() => {
              setLines(lines.filter((one) => one.key !== line.key))
              setTimeout(() => document.getElementById('stay-add')?.focus())
            }}
          >
            {t`Remove ${named(line.unit)}`}
          </Button>
        </div>
      ))}
      <div>
        <Button
          id="stay-add"
          icon="plus"
          onClick={() => {
            const key = next.current++
            setLines([{ key, unit: units[0]?.value ?? '', from: '', to: '' }, ...lines])
            setTimeout(() => document.getElementById(`stay-${key}`)?.focus())
          }}
        >
          <Trans>Add a time</Trans>
        </Button>
      </div>
    </FormDialog>
  )
}
