import { Trans, useLingui } from '@lingui/react/macro'
import { NumberInput, Select } from '@mantine/core'
import { metricDomain } from '../../components/figure/scale'
import { FieldRow } from '../../components/form/FormFrame'
import type { Form } from '../../components/form/useForm'
import { SegmentedControl } from '../../components/SegmentedControl'
import { useMetrics } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import type { JudgedForm } from './judged'
import css from './moment.module.css'
import { useQualities } from './words'

/** The labels of a form with these fields. */
export function useJudgedLabels(): Record<keyof JudgedForm, string> {
  const { t } = useLingui()
  return {
    quality: t`What it is about`,
    metric: t`Customers are asked by`,
    scale: t`Scale`,
    low: t`Lowest rating`,
    high: t`Highest rating`,
    threshold: t`Kept from`,
  }
}

export function useJudgedCheck(): (v: JudgedForm) => Partial<Record<keyof JudgedForm, string>> {
  const { t } = useLingui()
  return (v) => ({
    threshold: v.threshold === '' ? t`Say from where on it is kept` : undefined,
    high: !v.metric && v.scale === 'mean' && Number(v.high) <= Number(v.low) ? t`Above the lowest` : undefined,
  })
}

/** What a criterion is about, and how it is told whether it is kept. */
export function JudgedFields({ form }: { form: Form<JudgedForm> }) {
  const { t } = useLingui()
  const format = useFormat()
  const qualities = useQualities()
  const metrics = useMetrics().data ?? []
  const v = form.values
  const metric = metrics.find((m) => m.key === v.metric)
  const [low, high] = metric ? metricDomain(metric) : v.scale === 'mean' ? [Number(v.low), Number(v.high)] : [0, 100]
  const unit = metric?.unit ?? (v.scale === 'mean' ? 'score' : '%')
  const [from, to] = [format.withUnit(low, unit), format.withUnit(high, unit)]
  return (
    <>
      <fieldset className={css.codes}>
        <legend className="small" style={{ marginBlockEnd: 4 }}>
          {form.labels.quality}
        </legend>
        {(Object.keys(qualities) as JudgedForm['quality'][]).map((value) => (
          <label key={value} className={css.code}>
            <input
              type="radio"
              name={form.id('quality')}
              checked={v.quality === value}
              onChange={() => form.set({ quality: value })}
            />
            <span>{qualities[value]}</span>
          </label>
        ))}
      </fieldset>
      <FieldRow>
        <Select
          label={form.labels.metric}
          description={t`Its figure at this touch point is computed; without one, assessments are entered`}
          data={metrics.map((m) => ({ value: m.key, label: m.name }))}
          searchable
          clearable
          {...form.control('metric')}
          onChange={(key) => form.set({ metric: key, threshold: '' })}
        />
        <NumberInput
          label={metric?.better === 'down' ? t`Kept up to` : form.labels.threshold}
          description={t`Within ${from} to ${to}`}
          decimalScale={3}
          suffix={unit === '%' ? ' %' : undefined}
          {...form.control('threshold')}
          onChange={(value) => form.set({ threshold: typeof value === 'number' ? value : '' })}
        />
      </FieldRow>
      {!v.metric && (
        <div className="stack" style={{ gap: 8 }}>
          <SegmentedControl<JudgedForm['scale']>
            label={form.labels.scale}
            value={v.scale}
            onChange={(scale) => form.set({ scale, threshold: '' })}
            options={[
              { value: 'share', label: t`Kept or not, in %` },
              { value: 'mean', label: t`Rated on a scale` },
            ]}
          />
          {v.scale === 'mean' && (
            <FieldRow>
              <NumberInput
                label={form.labels.low}
                {...form.control('low')}
                onChange={(value) => form.set({ low: typeof value === 'number' ? value : '' })}
              />
              <NumberInput
                label={form.labels.high}
                {...form.control('high')}
                onChange={(value) => form.set({ high: typeof value === 'number' ? value : '' })}
              />
            </FieldRow>
          )}
          <p className="muted small">
            <Trans>
              Nobody is asked by a survey yet: enter what evaluations, observations or mystery shoppers found.
            </Trans>
          </p>
        </div>
      )}
    </>
  )
}
