import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { type FormEvent, useDeferredValue, useState } from 'react'
import { useDimensionValues } from '../../core/dimensions'
import { useFormat } from '../../words/i18n'
import { Button } from '../Button'
import { ErrorState } from '../feedback/ErrorState'
import { LoadingRows } from '../feedback/Loading'
import { SegmentedControl } from '../SegmentedControl'
import css from './filter.module.css'
import type { Condition } from './where'

type Done = (condition: Condition | null) => void

/** Changes one condition. `onDone` gets the new one, or null when nothing is left of it. */
export function ConditionEditor({ condition, name, onDone }: { condition: Condition; name: string; onDone: Done }) {
  if (condition.kind === 'score') return <ScoreEditor condition={condition} name={name} onDone={onDone} />
  if (condition.kind === 'text') return <TextEditor word={condition.word} name={name} onDone={onDone} />
  return <ValuesEditor condition={condition} name={name} onDone={onDone} />
}

function ValuesEditor({
  condition,
  name,
  onDone,
}: {
  condition: Extract<Condition, { dimension: string }>
  name: string
  onDone: Done
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [kind, setKind] = useState(condition.kind)
  const [chosen, setChosen] = useState<string[]>('values' in condition ? condition.values : [])
  const [search, setSearch] = useState('')
  const found = useDimensionValues(condition.dimension, useDeferredValue(search.trim()))
  const shown = found.data ?? []
  // What is chosen stays in sight even when the search does not find it.
  const missing = search ? [] : chosen.filter((value) => !shown.some((s) => s.value === value))
  const rows = [...missing.map((value) => ({ value, label: value, n: undefined })), ...shown]
  const toggle = (value: string) =>
    setChosen((now) => (now.includes(value) ? now.filter((v) => v !== value) : [...now, value]))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (kind === 'empty') return onDone({ kind, dimension: condition.dimension })
    onDone(chosen.length > 0 ? { kind, dimension: condition.dimension, values: chosen } : null)
  }
  return (
    <form className={css.panel} onSubmit={submit}>
      <p className="strong">{name}</p>
      <SegmentedControl
        label={t`How ${name} is matched`}
        value={kind}
        onChange={setKind}
        wide
        options={[
          { value: 'any', label: t`any of` },
          { value: 'none', label: t`none of` },
          { value: 'empty', label: t`is empty` },
        ]}
      />
      {kind !== 'empty' && (
        <>
          <TextInput
            aria-label={t`Search values`}
            placeholder={t`Search`}
            value={search}
            onChange={(e) => setSearch(e.currentTarget.value)}
            data-autofocus
          />
          {found.isError && <ErrorState error={found.error} onRetry={() => found.refetch()} />}
          {found.isPending && <LoadingRows rows={3} />}
          <div className={css.list}>
            {rows.map((row) => (
              <label key={row.value} className={css.option} data-on={chosen.includes(row.value) ? '' : undefined}>
                <input type="checkbox" checked={chosen.includes(row.value)} onChange={() => toggle(row.value)} />
                <span className="grow ellipsis">{row.label}</span>
                <span className="muted small">{row.n !== undefined && format.count(row.n)}</span>
              </label>
            ))}
            {found.isSuccess && rows.length === 0 && (
              <p className="muted" style={{ padding: 8 }}>
                <Trans>No value is called that.</Trans>
              </p>
            )}
          </div>
        </>
      )}
      <Button kind="primary" type="submit" disabled={kind !== 'empty' && chosen.length === 0}>
        <Trans>Filter</Trans>
      </Button>
    </form>
  )
}

const operators = ['<=', '>=', '<', '>', '='] as const

function ScoreEditor({
  condition,
  name,
  onDone,
}: {
  condition: Extract<Condition, { kind: 'score' }>
  name: string
  onDone: Done
}) {
  const { t } = useLingui()
  const [op, setOp] = useState(condition.op)
  const [value, setValue] = useState(String(condition.value))
  const number = Number(value)
  const valid = value.trim() !== '' && Number.isFinite(number)
  return (
    <form
      className={css.panel}
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) onDone({ ...condition, op, value: number })
      }}
    >
      <p className="strong">{name}</p>
      <SegmentedControl
        label={t`Comparison`}
        value={op}
        onChange={setOp}
        wide
        options={operators.map((one) => ({ value: one, label: one.replace('<=', '≤').replace('>=', '≥') }))}
      />
      <TextInput
        label={t`Score`}
        inputMode="decimal"
        value={value}
        onChange={(e) => setValue(e.currentTarget.value)}
        data-autofocus
      />
      <Button kind="primary" type="submit" disabled={!valid}>
        <Trans>Filter</Trans>
      </Button>
    </form>
  )
}

function TextEditor({ word, name, onDone }: { word: string; name: string; onDone: Done }) {
  const [text, setText] = useState(word)
  return (
    <form
      className={css.panel}
      onSubmit={(event) => {
        event.preventDefault()
        onDone(text.trim() ? { kind: 'text', word: text.trim() } : null)
      }}
    >
      <TextInput label={name} value={text} onChange={(e) => setText(e.currentTarget.value)} data-autofocus />
      <Button kind="primary" type="submit" disabled={!text.trim()}>
        <Trans>Filter</Trans>
      </Button>
    </form>
  )
}
