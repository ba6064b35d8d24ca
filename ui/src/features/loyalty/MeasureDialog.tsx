import { Trans, useLingui } from '@lingui/react/macro'
import { Select, TextInput } from '@mantine/core'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useMetrics } from '../../core/metrics'
import { useCurrencies, useLoyaltyCalls, type Wish } from './queries'

/** What counts as a failure, and how long to look. What was asked the last time is asked again. */
export function MeasureDialog({ last, onClose }: { last?: Wish; onClose: () => void }) {
  const metrics = useMetrics()
  const currencies = useCurrencies()
  if (!metrics.data || currencies.isPending) return null
  return <Asking metrics={metrics.data} currency={currencies.data?.[0] ?? 'EUR'} last={last} onClose={onClose} />
}

const decimal = (text: string) => Number(text.replace(',', '.'))

function Asking({
  metrics,
  currency,
  last,
  onClose,
}: {
  metrics: NonNullable<ReturnType<typeof useMetrics>['data']>
  currency: string
  last?: Wish
  onClose: () => void
}) {
  const { t } = useLingui()
  const { measure } = useLoyaltyCalls()
  const has = (key: string) => metrics.some((m) => m.key === key)
  const form = useForm({
    id: 'measure',
    initial: {
      metric: last?.metric ?? (has('csat') ? 'csat' : (metrics[0]?.key ?? '')),
      at_most: String(last?.at_most ?? 2),
      settled: last ? (last.settled ?? '') : has('first_contact') ? 'first_contact' : '',
      exposure_weeks: String(last?.exposure_weeks ?? 26),
      outcome_weeks: String(last?.outcome_weeks ?? 26),
      currency: last?.currency ?? currency,
    },
    labels: {
      metric: t`A failure is a low score of`,
      at_most: t`Low is at most`,
      settled: t`It was settled where this measure is 1`,
      exposure_weeks: t`Weeks of service`,
      outcome_weeks: t`Weeks after them`,
      currency: t`Currency`,
    },
    check: (v) => ({
      at_most: v.at_most.trim() !== '' && Number.isFinite(decimal(v.at_most)) ? undefined : t`Type a score`,
      exposure_weeks: /^\d+$/.test(v.exposure_weeks) ? undefined : t`A whole number of weeks`,
      outcome_weeks: /^\d+$/.test(v.outcome_weeks) ? undefined : t`A whole number of weeks`,
    }),
    send: async (v) => {
      await measure.mutateAsync({
        metric: v.metric,
        at_most: decimal(v.at_most),
        settled: v.settled || undefined,
        exposure_weeks: Number(v.exposure_weeks),
        outcome_weeks: Number(v.outcome_weeks),
        currency: v.currency.trim().toUpperCase(),
        rates: last?.rates,
      })
      onClose()
    },
  })
  const list = metrics.map((m) => ({ value: m.key, label: m.name }))
  return (
    <FormDialog title={t`Measure business results`} deed={t`Measure`} form={form} onClose={onClose} size={560}>
      <p className="second">
        <Trans>
          Customers are sorted by the service they met in some weeks, and judged by what they bought in the weeks after
          them. A case is a complaint; one that ended in redress, or after which the customer was satisfied, is put
          right.
        </Trans>
      </p>
      <Select label={form.labels.metric} data={list} searchable allowDeselect={false} {...form.control('metric')} />
      <TextInput label={form.labels.at_most} inputMode="decimal" {...form.field('at_most')} />
      <Select
        label={form.labels.settled}
        description={t`Where a contact says whether it settled the matter at once`}
        data={list}
        searchable
        clearable
        {...form.control('settled')}
      />
      <TextInput label={form.labels.exposure_weeks} inputMode="numeric" {...form.field('exposure_weeks')} />
      <TextInput label={form.labels.outcome_weeks} inputMode="numeric" {...form.field('outcome_weeks')} />
      <TextInput label={form.labels.currency} maxLength={3} {...form.field('currency')} />
    </FormDialog>
  )
}
