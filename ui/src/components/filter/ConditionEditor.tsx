import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
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
  if (condition.kind === 'score' || condition.kind === 'range') {
    return <ScoreEditor condition={condition} name={name} onDone={onDone} />
  }
  if (condition.kind === 'text') return <TextEditor word={condition.word} name={name} onDone={onDone} />
  return <DimensionEditor condition={condition} name={name} onDone={onDone} />
}

type OfDimension = Extract<Condition, { dimension: string }>

/** How a dimension is matched, and with what: values chosen from a list, words, the ends of a range, or nothing more. */
function DimensionEditor({ condition, name, onDone }: { condition: OfDimension; name: string; onDone: Done }) {
  const { t } = useLingui()
  const { dimension } = condition
  const [kind, setKind] = useState(condition.kind)
  const [chosen, setChosen] = useState<string[]>('values' in condition ? condition.values : [])
  const [words, setWords] = useState('words' in condition ? condition.words.join(', ') : '')
  const [ends, setEnds] = useState(
    condition.kind === 'between' ? { from: condition.from, to: condition.to } : { from: '', to: '' },
  )
  const list = words.split(',').flatMap((word) => word.trim() || [])
  const made: OfDimension | null =
    kind === 'empty' || kind === 'filled'
      ? { kind, dimension }
      : kind === 'contains' || kind === 'lacks'
        ? list.length > 0
          ? { kind, dimension, words: list }
          : null
        : kind === 'between'
          ? rangeIsValid(ends)
            ? { kind, dimension, ...ends }
            : null
          : chosen.length > 0
            ? { kind, dimension, values: chosen }
            : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (made) onDone(made)
  }
  return (
    <form className={css.panel} onSubmit={submit}>
      <p className="strong">{name}</p>
      <NativeSelect
        aria-label={t`How ${name} is matched`}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as OfDimension['kind'])}
        data={[
          { value: 'any', label: t`is any of` },
          { value: 'none', label: t`is none of` },
          { value: 'contains', label: t`contains` },
          { value: 'lacks', label: t`does not contain` },
          ...(dimension.startsWith('attributes.') ? [{ value: 'between', label: t`is a number between` }] : []),
          { value: 'empty', label: t`is empty` },
          { value: 'filled', label: t`is not empty` },
        ]}
      />
      {(kind === 'any' || kind === 'none') && <ValueList dimension={dimension} chosen={chosen} onChange={setChosen} />}
      {(kind === 'contains' || kind === 'lacks') && (
        <TextInput
          label={t`Any of these words, with commas between`}
          value={words}
          onChange={(e) => setWords(e.currentTarget.value)}
          data-autofocus
        />
      )}
      {kind === 'between' && <Ends ends={ends} onChange={setEnds} />}
      <Button kind="primary" type="submit" disabled={!made}>
        <Trans>Filter</Trans>
      </Button>
    </form>
  )
}

type EndsOf = { from: string; to: string }
const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text))
const rangeIsValid = ({ from, to }: EndsOf) =>
  (from !== '' || to !== '') &&
  (from === '' || isNumber(from)) &&
  (to === '' || isNumber(to)) &&
  (from === '' || to === '' || Number(from) <= Number(to))

/** The two ends of a range; one may stay open. */
function Ends({ ends, onChange }: { ends: EndsOf; onChange: (ends: EndsOf) => void }) {
  const { t } = useLingui()
  return (
    <div className={css.dates}>
      <TextInput
        label={t`From`}
        inputMode="decimal"
        value={ends.from}
        onChange={(e) => onChange({ ...ends, from: e.currentTarget.value.trim() })}
        data-autofocus
      />
      <TextInput
        label={t`To`}
        inputMode="decimal"
        value={ends.to}
        onChange={(e) => onChange({ ...ends, to: e.currentTarget.value.trim() })}
      />
    </div>
  )
}

function ValueList({
  dimension,
  chosen,
  onChange,
}: {
  dimension: string
  chosen: string[]
  onChange: (chosen: string[]) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [search, setSearch] = useState('')
  const found = useDimensionValues(dimension, useDeferredValue(search.trim()))
  const shown = found.data ?? []
  // What is chosen stays in sight even when the search does not find it.
  const missing = search ? [] : chosen.filter((value) => !shown.some((s) => s.value === value))
  const rows = [...missing.map((value) => ({ value, label: value, n: undefined })), ...shown]
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((v) => v !== value) : [...chosen, value])
  return (
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
  )
}

const operators = ['<=', '>=', '<', '>', '=', '..'] as const

function ScoreEditor({
  condition,
  name,
  onDone,
}: {
  condition: Extract<Condition, { kind: 'score' | 'range' }>
  name: string
  onDone: Done
}) {
  const { t } = useLingui()
  const [op, setOp] = useState<(typeof operators)[number]>(condition.kind === 'range' ? '..' : condition.op)
  const [value, setValue] = useState(condition.kind === 'range' ? condition.from : String(condition.value))
  const [ends, setEnds] = useState(
    condition.kind === 'range' ? { from: condition.from, to: condition.to } : { from: value, to: '' },
  )
  const valid = op === '..' ? rangeIsValid(ends) : isNumber(value)
  const { metric } = condition
  return (
    <form
      className={css.panel}
      onSubmit={(event) => {
        event.preventDefault()
        if (!valid) return
        onDone(op === '..' ? { kind: 'range', metric, ...ends } : { kind: 'score', metric, op, value: Number(value) })
      }}
    >
      <p className="strong">{name}</p>
      <SegmentedControl
        label={t`Comparison`}
        value={op}
        onChange={setOp}
        wide
        options={operators.map((one) => ({
          value: one,
          label: one === '..' ? t`between` : one.replace('<=', '≤').replace('>=', '≥'),
        }))}
      />
      {op === '..' ? (
        <Ends ends={ends} onChange={setEnds} />
      ) : (
        <TextInput
          label={t`Score`}
          inputMode="decimal"
          value={value}
          onChange={(e) => setValue(e.currentTarget.value)}
          data-autofocus
        />
      )}
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
