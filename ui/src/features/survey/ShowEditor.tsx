import { Trans, useLingui } from '@lingui/react/macro'
import { MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import { Button } from '../../components/Button'
import { type Definition, type Question, questionsOf } from './definition'
import { fieldId, goTo } from './places'
import { type Condition, firstCondition, type Op, opsOf, type Show, sourcesOf, valuesOf, withOp } from './show'
import css from './show.module.css'

/** “Ask only if … the answer to … is …”: the conditions of one question, read as a sentence. */
export function ShowEditor({
  definition,
  question,
  error,
  onChange,
}: {
  definition: Definition
  question: Question
  error?: string
  onChange: (show: Show | undefined) => void
}) {
  const { t } = useLingui()
  const sources = sourcesOf(definition, question.key)
  const show = question.show
  const id = (what: string) => fieldId(question.key, what)
  const newest = sources[sources.length - 1]
  const add = () => {
    if (!newest) return
    const conditions = [...(show?.conditions ?? []), firstCondition(newest)]
    onChange({ match: show?.match ?? 'all', conditions })
    setTimeout(() => goTo(id(`if-${conditions.length - 1}`)))
  }
  const set = (conditions: Condition[]) =>
    onChange(conditions.length > 0 ? { match: show?.match ?? 'all', conditions } : undefined)
  if (!show) {
    return (
      <span className={css.begin}>
        <Button id={id('show')} kind="quiet" icon="filter" disabled={!newest} onClick={add}>
          {newest ? t`Ask only if …` : t`Ask only if … (needs a question before it)`}
        </Button>
      </span>
    )
  }
  return (
    <fieldset className={css.show} id={id('show')} tabIndex={-1} aria-label={t`When this question is asked`}>
      <div className="row wrap">
        <span>
          <Trans>Asked only if</Trans>
        </span>
        {show.conditions && show.conditions.length > 1 ? (
          <>
            <NativeSelect
              aria-label={t`How the conditions are joined`}
              size="xs"
              value={show.match}
              data={[
                { value: 'all', label: t`all` },
                { value: 'any', label: t`any` },
              ]}
              onChange={(event) => onChange({ ...show, match: event.currentTarget.value as Show['match'] })}
            />
            <span>
              <Trans>of these hold:</Trans>
            </span>
          </>
        ) : null}
      </div>
      {(show.conditions ?? []).map((condition, at) => (
        <Row
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity of their own
          key={at}
          id={id(`if-${at}`)}
          definition={definition}
          sources={sources}
          condition={condition}
          onChange={(next) => set((show.conditions ?? []).map((c, n) => (n === at ? next : c)))}
          onRemove={() => {
            set((show.conditions ?? []).filter((_, n) => n !== at))
            setTimeout(() => goTo(id('show')))
          }}
        />
      ))}
      {error && <p className="worse small">{error}</p>}
      {(show.conditions?.length ?? 0) < 10 && (
        <Button kind="quiet" icon="plus" onClick={add}>
          <Trans>Another condition</Trans>
        </Button>
      )}
    </fieldset>
  )
}

function Row({
  id,
  definition,
  sources,
  condition,
  onChange,
  onRemove,
}: {
  id: string
  definition: Definition
  sources: readonly Question[]
  condition: Condition
  onChange: (condition: Condition) => void
  onRemove: () => void
}) {
  const { t } = useLingui()
  const source = sources.find((q) => q.key === condition.question)
  const number = (key: string) => questionsOf(definition).findIndex((q) => q.key === key) + 1
  const name = (q: Question) => `${number(q.key)}. ${q.text || t`without words yet`}`
  const words: Record<Op, string> = {
    is: source?.kind === 'multiple' ? t`includes any of` : t`is any of`,
    is_not: source?.kind === 'multiple' ? t`includes none of` : t`is none of`,
    at_least: source?.kind === 'date' ? t`is on or after` : t`is at least`,
    at_most: source?.kind === 'date' ? t`is on or before` : t`is at most`,
    answered: t`was given`,
    not_answered: t`wasn’t given`,
  }
  const values = source ? valuesOf(source) : []
  const single = condition.op === 'at_least' || condition.op === 'at_most'
  const gone = !source
  return (
    <div className={css.condition}>
      <NativeSelect
        id={id}
        size="xs"
        aria-label={t`The answer to`}
        error={gone ? t`It isn’t asked before this one any more.` : undefined}
        value={condition.question}
        data={[
          ...(gone ? [{ value: condition.question, label: t`a question that is gone` }] : []),
          ...sources.map((q) => ({ value: q.key, label: t`the answer to ${name(q)}` })),
        ]}
        onChange={(event) => {
          const next = sources.find((q) => q.key === event.currentTarget.value)
          if (next) onChange(firstCondition(next))
        }}
      />
      <NativeSelect
        size="xs"
        aria-label={t`How it is compared`}
        value={condition.op}
        data={(source ? opsOf(source) : [condition.op]).map((op) => ({ value: op, label: words[op] }))}
        onChange={(event) => onChange(withOp(condition, event.currentTarget.value as Op))}
      />
      {condition.op !== 'answered' && condition.op !== 'not_answered' && (
        <Value
          source={source}
          single={single}
          values={condition.values ?? []}
          options={values}
          onChange={(next) => onChange({ ...condition, values: next })}
        />
      )}
      <Button kind="quiet" square icon="close" onClick={onRemove}>
        {t`Remove this condition`}
      </Button>
    </div>
  )
}

function Value({
  source,
  single,
  values,
  options,
  onChange,
}: {
  source?: Question
  single: boolean
  values: readonly string[]
  options: { value: string; label: string }[]
  onChange: (values: string[]) => void
}) {
  const { t } = useLingui()
  const missing = values.length === 0 ? t`Choose at least one` : undefined
  if (options.length > 0 && single) {
    return (
      <NativeSelect
        size="xs"
        aria-label={t`Compared with`}
        value={values[0]}
        data={options}
        onChange={(event) => onChange([event.currentTarget.value])}
      />
    )
  }
  if (options.length > 0) {
    return (
      <MultiSelect
        size="xs"
        aria-label={t`Compared with`}
        value={[...values]}
        data={options}
        error={missing}
        onChange={onChange}
        comboboxProps={{ withinPortal: false }}
      />
    )
  }
  return (
    <TextInput
      size="xs"
      aria-label={t`Compared with`}
      type={source?.kind === 'date' ? 'date' : 'text'}
      inputMode={source?.kind === 'number' ? 'decimal' : undefined}
      value={values[0] ?? ''}
      onChange={(event) => onChange([event.currentTarget.value])}
    />
  )
}
