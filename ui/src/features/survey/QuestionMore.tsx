import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useMetrics } from '../../core/metrics'
import { attributeOf, chooses, isScored, metricOf, type Question, scaleOf } from './definition'
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
  const scale = scaleOf(question)
  const fitting = scale ? metrics.filter((m) => m.min === scale[0] && m.max === scale[1]) : metrics
  const now = question.kind === 'number' ? (question.metric ?? '') : metricOf(question)
  const kept =
    chooses(question) ||
    question.kind === 'short_text' ||
    question.kind === 'date' ||
    (question.kind === 'number' && !question.metric)
  const known = fitting.some((m) => m.key === now)
  const text = (field: 'help' | 'low' | 'high' | 'min' | 'max', label: string, max: number, placeholder?: string) => (
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
      {question.kind === 'ces' && (
        <div className={css.pair}>
          {text('low', t`Words at the low end`, 40, t`Very difficult`)}
          {text('high', t`Words at the high end`, 40, t`Very easy`)}
        </div>
      )}
      {question.kind === 'number' && (
        <div className={css.pair}>
          {text('min', t`At least`, 20)}
          {text('max', t`At most`, 20)}
        </div>
      )}
      {question.kind === 'date' && (
        <div className={css.pair}>
          {text('min', t`Not before`, 10, t`2026-01-31`)}
          {text('max', t`Not after`, 10, t`2026-12-31`)}
        </div>
      )}
      {(isScored(question) || question.kind === 'number') && (
        <NativeSelect
          id={fieldId(question.key, 'metric')}
          label={t`Metric that is scored`}
          description={
            scale
              ? t`Metrics on the same scale. Two questions can’t score the same one.`
              : t`Without one, the number is kept as an attribute.`
          }
          value={now}
          error={said('metric')}
          data={[
            ...(scale ? [] : [{ value: '', label: t`none` }]),
            ...(known || !now ? [] : [{ value: now, label: now }]),
            ...fitting.map((m) => ({ value: m.key, label: m.name })),
          ]}
          onChange={(event) => set('metric', { metric: event.currentTarget.value || undefined })}
        />
      )}
      {kept && (
        <TextInput
          id={fieldId(question.key, 'attribute')}
          label={t`Kept as the attribute`}
          description={t`By it figures are split and filtered.`}
          maxLength={64}
          value={question.attribute ?? ''}
          placeholder={question.kind === 'short_text' ? t`none: it is a comment` : attributeOf(question)}
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
