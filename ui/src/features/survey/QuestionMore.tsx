import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useMetrics } from '../../core/metrics'
import { attributeOf, isScored, metricOf, type Question } from './definition'
import { fieldId } from './places'
import css from './survey.module.css'

/** What a question rarely needs: help, words at the ends, and where its answer is kept. */
export function QuestionMore({
  question,
  said,
  set,
}: {
  question: Question
  said: (field: string) => string | undefined
  set: (field: string, patch: Partial<Question>) => void
}) {
  const { t } = useLingui()
  const metrics = useMetrics().data ?? []
  const scale = question.kind === 'nps' ? [0, 10] : [1, 5]
  const fitting = metrics.filter((m) => m.min === scale[0] && m.max === scale[1])
  const now = metricOf(question)
  const known = fitting.some((m) => m.key === now)
  const text = (field: 'help' | 'low' | 'high', label: string, max: number, placeholder?: string) => (
    <TextInput
      id={fieldId(question.key, field)}
      label={label}
      maxLength={max}
      placeholder={placeholder}
      value={question[field] ?? ''}
      error={said(field)}
      onChange={(event) => set(field, { [field]: event.currentTarget.value || undefined })}
    />
  )
  return (
    <div className={css.moreFields}>
      {text('help', t`Help, below the question`, 500)}
      {question.kind === 'nps' && (
        <div className={css.pair}>
          {text('low', t`Words at the low end`, 40, t`Not at all likely`)}
          {text('high', t`Words at the high end`, 40, t`Extremely likely`)}
        </div>
      )}
      {question.kind === 'csat' && (
        <div className={css.pair}>
          {text('low', t`Words at the low end`, 40, t`Very poor`)}
          {text('high', t`Words at the high end`, 40, t`Very good`)}
        </div>
      )}
      {isScored(question) && (
        <NativeSelect
          id={fieldId(question.key, 'metric')}
          label={t`Metric that is scored`}
          description={t`Metrics on the same scale. Two questions can’t score the same one.`}
          value={now}
          error={said('metric')}
          data={[
            ...(known ? [] : [{ value: now, label: now }]),
            ...fitting.map((m) => ({ value: m.key, label: m.name })),
          ]}
          onChange={(event) => set('metric', { metric: event.currentTarget.value })}
        />
      )}
      {question.kind === 'choice' && (
        <TextInput
          id={fieldId(question.key, 'attribute')}
          label={t`Kept as the attribute`}
          description={t`By it figures are split and filtered.`}
          maxLength={64}
          value={question.attribute ?? ''}
          placeholder={attributeOf(question)}
          error={said('attribute')}
          onChange={(event) => {
            const key = event.currentTarget.value.toLowerCase().replace(/[^a-z0-9_-]+/g, '_')
            set('attribute', { attribute: key || undefined })
          }}
        />
      )}
    </div>
  )
}
