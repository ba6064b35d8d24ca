import { useLingui } from '@lingui/react/macro'
import { Autocomplete, Checkbox, NumberInput, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
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

/** What was chosen is seen at once, though what is drawn here follows the map a moment later. */
export function useAtOnce<T>(value: T, say: (next: T) => void): [T, (next: T) => void] {
  const [mine, setMine] = useState(value)
  const said = JSON.stringify(value ?? null)
  const latest = useRef(value)
  latest.current = value
  // biome-ignore lint/correctness/useExhaustiveDependencies: another array that says the same is no change
  useEffect(() => setMine(latest.current), [said])
  return [
    mine,
    (next) => {
      setMine(next)
      say(next)
    },
  ]
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
  const [mine, setMine] = useAtOnce(value, (names) => onSay([...names]))
  return (
    <TagsInput
      label={label}
      description={description}
      data={known.filter((k) => !mine.includes(k))}
      value={[...mine]}
      maxTags={20}
      disabled={disabled}
      acceptValueOnBlur
      onChange={(names) => setMine(names.map((n) => n.trim().slice(0, 80)).filter(Boolean))}
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
  const [mine, setMine] = useAtOnce(value, onSay)
  const options = metrics.map((m) => ({ value: m.key, label: m.name }))
  if (mine && !options.some((o) => o.value === mine)) options.push({ value: mine, label: mine })
  return (
    <Select
      label={label}
      data={options}
      searchable
      clearable
      disabled={disabled}
      nothingFoundMessage={t`No metric is called that`}
      value={mine || null}
      onChange={(key) => setMine(key ?? '')}
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
  const [mine, setMine] = useAtOnce(value, onSay)
  return (
    <NumberInput
      label={label}
      value={mine ?? ''}
      disabled={disabled}
      hideControls
      onChange={(v) => setMine(v === '' || Number.isNaN(Number(v)) ? undefined : Number(v))}
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
  const [mine, setMine] = useAtOnce(value, onSay)
  return (
    <div className={css.labelled}>
      <span aria-hidden="true">{label}</span>
      <SegmentedControl label={label} value={mine} wide options={options} onChange={setMine} />
    </div>
  )
}

export function CheckField({
  label,
  value,
  disabled,
  onSay,
}: {
  label: string
  value: boolean
  disabled?: boolean
  onSay: (on: boolean) => void
}) {
  const [mine, setMine] = useAtOnce(value, onSay)
  return (
    <Checkbox label={label} disabled={disabled} checked={mine} onChange={(e) => setMine(e.currentTarget.checked)} />
  )
}

/** One short name, of those that are used already or another. */
export function NameField({
  label,
  value,
  known,
  disabled,
  onSay,
}: {
  label: string
  value: string
  known: string[]
  disabled?: boolean
  onSay: (name: string) => void
}) {
  const [mine, setMine] = useAtOnce(value, onSay)
  return <Autocomplete label={label} data={known} maxLength={80} disabled={disabled} value={mine} onChange={setMine} />
}

/** One or none of many, found by typing. */
export function PickField({
  label,
  description,
  value,
  options,
  nothing,
  disabled,
  onSay,
}: {
  label: string
  description?: string
  value: string
  options: { value: string; label: string }[]
  nothing: string
  disabled?: boolean
  onSay: (value: string) => void
}) {
  const [mine, setMine] = useAtOnce(value, onSay)
  return (
    <Select
      label={label}
      description={description}
      data={options}
      searchable
      clearable
      disabled={disabled}
      nothingFoundMessage={nothing}
      value={mine || null}
      onChange={(v) => setMine(v ?? '')}
    />
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
