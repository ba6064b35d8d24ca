import { useLingui } from '@lingui/react/macro'
import { NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { SegmentedControl } from '../../../components/SegmentedControl'
import { useMetrics } from '../../../core/metrics'
import type { Edit, Want } from '../queries'
import css from './panel.module.css'

type Say = (value: string) => void

/** What is typed now, and what came from elsewhere when nobody types here. */
function useTyped(value: string, say: Say, needed: boolean) {
  const [typed, setTyped] = useState(value)
  const [here, setHere] = useState(false)
  useEffect(() => {
    if (!here) setTyped(value)
  }, [value, here])
  return {
    typed,
    empty: needed && typed.trim() === '',
    onFocus: () => setHere(true),
    onBlur: () => {
      setHere(false)
      if (needed && typed.trim() === '') setTyped(value)
    },
    onChange: (event: { currentTarget: { value: string } }) => {
      const next = event.currentTarget.value
      setTyped(next)
      if (!needed || next.trim()) say(next)
    },
  }
}

/** A line that is stored while it is written. One that is needed isn't stored empty. */
export function LineField({
  label,
  value,
  max,
  needed = false,
  disabled,
  description,
  placeholder,
  onSay,
}: {
  label: string
  value: string
  max: number
  needed?: boolean
  disabled?: boolean
  description?: string
  placeholder?: string
  onSay: Say
}) {
  const { t } = useLingui()
  const { typed, empty, ...on } = useTyped(value, onSay, needed)
  return (
    <TextInput
      label={label}
      description={description}
      placeholder={placeholder}
      maxLength={max}
      disabled={disabled}
      value={typed}
      error={empty ? t`It needs words` : undefined}
      {...on}
    />
  )
}

export function WordsField({
  label,
  value,
  max,
  needed = false,
  disabled,
  description,
  onSay,
}: {
  label: string
  value: string
  max: number
  needed?: boolean
  disabled?: boolean
  description?: string
  onSay: Say
}) {
  const { t } = useLingui()
  const { typed, empty, ...on } = useTyped(value, onSay, needed)
  return (
    <Textarea
      label={label}
      description={description}
      autosize
      minRows={1}
      maxRows={8}
      maxLength={max}
      disabled={disabled}
      value={typed}
      error={empty ? t`It needs words` : undefined}
      {...on}
    />
  )
}

/** Several short names; Enter or a comma ends each. */
export function NamesField({
  label,
  description,
  value,
  known,
  disabled,
  onSay,
}: {
  label: string
  description?: string
  value: readonly string[]
  known: readonly string[]
  disabled?: boolean
  onSay: (names: string[]) => void
}) {
  return (
    <TagsInput
      label={label}
      description={description}
      data={known.filter((k) => !value.includes(k))}
      value={[...value]}
      maxTags={20}
      disabled={disabled}
      acceptValueOnBlur
      onChange={(names) => onSay(names.map((n) => n.trim().slice(0, 80)).filter(Boolean))}
    />
  )
}

export function MetricSelect({
  label,
  value,
  disabled,
  onSay,
}: {
  label: string
  value: string
  disabled?: boolean
  onSay: (metric: string) => void
}) {
  const { t } = useLingui()
  const metrics = useMetrics().data ?? []
  const options = metrics.map((m) => ({ value: m.key, label: m.name }))
  if (value && !options.some((o) => o.value === value)) options.push({ value, label: value })
  return (
    <Select
      label={label}
      data={options}
      searchable
      clearable
      disabled={disabled}
      nothingFoundMessage={t`No metric is called that`}
      value={value || null}
      onChange={(key) => onSay(key ?? '')}
    />
  )
}

export function NumberField({
  label,
  value,
  disabled,
  onSay,
}: {
  label: string
  value: number | undefined
  disabled?: boolean
  onSay: (value: number | undefined) => void
}) {
  return (
    <NumberInput
      label={label}
      value={value ?? ''}
      disabled={disabled}
      hideControls
      onChange={(v) => onSay(v === '' || Number.isNaN(Number(v)) ? undefined : Number(v))}
    />
  )
}

/** One of a few, with its label seen. */
export function ChoiceField<T extends string>({
  label,
  value,
  options,
  onSay,
}: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onSay: (value: T) => void
}) {
  return (
    <div className={css.labelled}>
      <span aria-hidden="true">{label}</span>
      <SegmentedControl label={label} value={value} wide options={options} onChange={onSay} />
    </div>
  )
}

/** A want without a metric has no target. */
export const wantOf = (want: Want, patch: Partial<Want>): Want => {
  const next = { ...want, ...patch }
  if (!next.metric) delete next.target
  return next
}

export const setCard = (id: string, set: Record<string, unknown>): Edit[] => [{ op: 'set_card', id, set }]
export const setStage = (id: string, set: Record<string, unknown>): Edit[] => [{ op: 'set_stage', id, set }]
