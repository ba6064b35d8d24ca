import { Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, Modal, NativeSelect, TextInput } from '@mantine/core'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { SegmentedControl } from '../../components/SegmentedControl'
import type { Metric } from '../../core/metrics'
import { scalesOf, scaleUnits } from './define'
import { MetricDefinition } from './MetricDefinition'
import { useDefineMetric } from './queries'
import { asNumber, type Method, useMethods, useScaleUnits } from './ScoringFields'

/** A new metric: scale and scoring are for good, so what it will mean is said while it is chosen. */
export function DefineMetric({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const define = useDefineMetric()
  const [methods, units] = [useMethods(), useScaleUnits()]
  const form = useForm({
    id: 'metric',
    initial: {
      name: '',
      key: '',
      method: 'top_box' as Method,
      min: '1',
      max: '5',
      'scoring.from': '4',
      'scoring.to': '60',
      scale_unit: 'score',
      direction: 'up' as 'up' | 'down',
    },
    labels: {
      name: t`Name`,
      key: t`Key`,
      method: t`Figure`,
      min: t`Lowest score`,
      max: t`Highest score`,
      'scoring.from': t`Counts from`,
      'scoring.to': t`Counts up to`,
      scale_unit: t`Measured in`,
      direction: t`Better is`,
    },
    check: (v) => {
      const [min, max, from, to] = [v.min, v.max, v['scoring.from'], v['scoring.to']].map(asNumber)
      return {
        name: v.name.trim() ? undefined : t`Give it the name people will read`,
        key: /^[a-z][a-z0-9_-]{0,62}$/.test(v.key) ? undefined : t`Begin with a letter, then letters, digits, - and _`,
        min: min === undefined ? t`Enter a number` : undefined,
        max:
          max === undefined
            ? t`Enter a number`
            : min !== undefined && max <= min
              ? t`Must be above the lowest`
              : undefined,
        'scoring.from':
          v.method !== 'top_box'
            ? undefined
            : from === undefined || (min !== undefined && from <= min) || (max !== undefined && from > max)
              ? t`Must lie on the scale, above the lowest`
              : undefined,
        'scoring.to':
          v.method !== 'within'
            ? undefined
            : to === undefined || (min !== undefined && to < min) || (max !== undefined && to >= max)
              ? t`Must lie on the scale, below the highest`
              : undefined,
        scale_unit: /^([A-Z]{3}|score|count|%|seconds|minutes|hours|days)$/.test(v.scale_unit)
          ? undefined
          : t`Choose one, or a currency such as EUR`,
      }
    },
    send: async (v) => {
      const made = await define.mutateAsync({
        name: v.name.trim(),
        key: v.key,
        min: Number(v.min),
        max: Number(v.max),
        direction: v.direction,
        scale_unit: v.scale_unit,
        scoring: scoringOf(v),
      })
      const name = made.name
      toasts.show(t`${name} is defined`)
      onClose()
    },
  })
  const { values } = form
  const setMethod = (method: Method) => form.set({ method, ...scalesOf[method] })
  const setName = (name: string) =>
    form.set({ name, ...(values.key === keyOf(values.name) ? { key: keyOf(name) } : {}) })
  const preview = {
    name: values.name,
    min: Number(values.min),
    max: Number(values.max),
    direction: values.direction,
    scale_unit: values.scale_unit,
    scoring: {
      version: 1,
      method: values.method,
      from: Number(values['scoring.from']),
      to: Number(values['scoring.to']),
    },
  } as Metric
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Define a metric`}
      centered
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
    >
      <FormFrame
        form={form}
        name={t`Define a metric`}
        actions={
          <>
            <Button kind="primary" type="submit" busy={form.busy}>
              <Trans>Define</Trans>
            </Button>
            <Button onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
          </>
        }
      >
        <FieldRow>
          <TextInput
            label={form.labels.name}
            {...form.field('name')}
            onChange={(e) => setName(e.currentTarget.value)}
            data-autofocus
          />
          <TextInput label={form.labels.key} description={t`Signals call it this`} {...form.field('key')} />
        </FieldRow>
        <NativeSelect
          label={form.labels.method}
          {...form.field('method')}
          onChange={(e) => setMethod(e.currentTarget.value as Method)}
          data={methods}
        />
        <FieldRow>
          <TextInput
            label={form.labels.min}
            inputMode="decimal"
            {...form.field('min')}
            disabled={isFixed(values.method)}
          />
          <TextInput
            label={form.labels.max}
            inputMode="decimal"
            {...form.field('max')}
            disabled={isFixed(values.method)}
          />
        </FieldRow>
        {values.method === 'top_box' && (
          <TextInput label={form.labels['scoring.from']} inputMode="decimal" {...form.field('scoring.from')} />
        )}
        {values.method === 'within' && (
          <TextInput label={form.labels['scoring.to']} inputMode="decimal" {...form.field('scoring.to')} />
        )}
        {(values.method === 'mean' || values.method === 'median' || values.method === 'within') && (
          <Autocomplete
            label={form.labels.scale_unit}
            description={units[values.scale_unit] ?? t`A currency such as EUR can be typed`}
            {...form.control('scale_unit')}
            onChange={(scale_unit) => form.set({ scale_unit })}
            data={[...scaleUnits]}
            filter={({ options }) => options}
          />
        )}
        <div className="stack" style={{ gap: 4 }}>
          <span aria-hidden="true">{form.labels.direction}</span>
          <SegmentedControl
            label={form.labels.direction}
            value={values.direction}
            onChange={(direction) => form.set({ direction })}
            options={[
              { value: 'up', label: t`higher` },
              { value: 'down', label: t`lower` },
            ]}
          />
        </div>
        <MetricDefinition metric={preview} />
        <p className="muted small">
          <Trans>Scale and direction can’t be changed once it is defined.</Trans>
        </p>
      </FormFrame>
    </Modal>
  )
}

const isFixed = (method: Method) => method === 'nps' || method === 'rate'

/** A scoring as it is sent: only what its method needs. */
export const scoringOf = (v: { method: Method; 'scoring.from': string; 'scoring.to': string }) => ({
  method: v.method,
  ...(v.method === 'top_box' ? { from: Number(v['scoring.from']) } : {}),
  ...(v.method === 'within' ? { to: Number(v['scoring.to']) } : {}),
})

/** A key made of a name, as long as nobody typed one. */
export const keyOf = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 63)
