import { useLingui } from '@lingui/react/macro'
import { Autocomplete, MultiSelect, Select, TextInput } from '@mantine/core'
import { useDeferredValue } from 'react'
import { Button } from '../../components/Button'
import { useDimensionValues } from '../../core/dimensions'
import { about, type DraftCondition, type Op, opsFor, takesSeveral, valuesOf } from './rule'
import css from './rules.module.css'
import { useRuleWords } from './useRuleWords'

/** One condition, read as a sentence: what it is about, how it compares, with what. */
export function ConditionRow({
  condition,
  join,
  fault,
  onChange,
  onRemove,
}: {
  condition: DraftCondition
  /** "and" or "or"; empty before the first of several, absent before the only one. */
  join?: string
  fault?: { field?: string; op?: string; value?: string }
  onChange: (condition: DraftCondition) => void
  onRemove?: () => void
}) {
  const { t } = useLingui()
  const words = useRuleWords()
  const { id, field, op } = condition
  const ops = opsFor(field)
  return (
    <div className={css.condition}>
      {join !== undefined && <span className={`${css.join} muted small`}>{join}</span>}
      <Select
        id={`condition-${id}-field`}
        aria-label={t`What it is about`}
        placeholder={t`A score, a place, words…`}
        data={words.groups}
        searchable
        allowDeselect={false}
        nothingFoundMessage={t`Nothing is called that`}
        value={field || null}
        error={fault?.field}
        onChange={(next) => next && onChange(about(condition, next))}
      />
      {field && (
        <Select
          aria-label={t`How it compares`}
          data={ops.map((value) => ({ value, label: words.op(field, value) }))}
          allowDeselect={false}
          value={op}
          error={fault?.op}
          onChange={(next) => next && onChange(compared(condition, next as Op))}
        />
      )}
      {field && (
        <Value condition={condition} error={fault?.value} onChange={(value) => onChange({ ...condition, value })} />
      )}
      {onRemove && (
        <Button kind="quiet" square icon="close" onClick={onRemove}>
          {t`Take this condition away`}
        </Button>
      )}
    </div>
  )
}

/** Another comparison keeps the value, as far as it takes one. */
const compared = (condition: DraftCondition, op: Op): DraftCondition => ({
  ...condition,
  op,
  value: takesSeveral(op) || condition.field === 'comment' ? condition.value : (valuesOf(condition.value)[0] ?? ''),
})

function Value({
  condition,
  error,
  onChange,
}: {
  condition: DraftCondition
  error?: string
  onChange: (value: string) => void
}) {
  const { t } = useLingui()
  const words = useRuleWords()
  const { field, op, value } = condition
  const choices = words.choices(field)
  const metric = words.metric(field)
  if (choices && takesSeveral(op)) {
    return (
      <MultiSelect
        aria-label={t`Compared with`}
        placeholder={value ? undefined : t`Choose several`}
        data={choices}
        searchable
        hidePickedOptions
        nothingFoundMessage={t`Nothing is called that`}
        value={valuesOf(value)}
        error={error}
        onChange={(next) => onChange(next.join(','))}
      />
    )
  }
  if (choices) {
    return (
      <Select
        aria-label={t`Compared with`}
        placeholder={t`Choose`}
        data={choices}
        searchable={choices.length > 8}
        allowDeselect={false}
        nothingFoundMessage={t`Nothing is called that`}
        value={value || null}
        error={error}
        onChange={(next) => next && onChange(next)}
      />
    )
  }
  if (field.startsWith('metric.')) {
    const [min, max] = [metric?.min ?? '', metric?.max ?? '']
    return (
      <TextInput
        aria-label={t`Compared with`}
        inputMode="decimal"
        placeholder={metric && t`${min} to ${max}`}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  if (field === 'comment' || takesSeveral(op)) {
    return (
      <TextInput
        aria-label={t`Compared with`}
        placeholder={takesSeveral(op) ? t`Several, with commas between` : t`Words`}
        maxLength={takesSeveral(op) ? 2000 : 200}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return <FreeValue field={field} value={value} error={error} onChange={onChange} />
}

/** Channels and attributes: any text, those known offered. */
function FreeValue({
  field,
  value,
  error,
  onChange,
}: {
  field: string
  value: string
  error?: string
  onChange: (value: string) => void
}) {
  const { t } = useLingui()
  const known = useDimensionValues(field, useDeferredValue(value.trim())).data ?? []
  return (
    <Autocomplete
      aria-label={t`Compared with`}
      placeholder={t`Type or choose`}
      data={[...new Set(known.map((one) => one.value))]}
      maxLength={200}
      value={value}
      error={error}
      onChange={onChange}
    />
  )
}
