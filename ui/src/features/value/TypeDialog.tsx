import { Trans, useLingui } from '@lingui/react/macro'
import { Select, Textarea, TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useMaterial, useValueCalls } from './queries'

/** A value that somebody types: a range, and where it comes from. */
export function TypeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useValueCalls()
  const material = useMaterial().data
  const horizons = useHorizons()
  const form = useForm({
    id: 'type',
    initial: {
      segment: '',
      horizon_days: '365',
      currency: material?.currencies?.[0] ?? 'EUR',
      p10: '',
      p50: '',
      p90: '',
      reason: '',
    },
    labels: {
      segment: t`Customers`,
      horizon_days: t`Within`,
      currency: t`Currency`,
      p10: t`At least, nine times in ten`,
      p50: t`Most likely`,
      p90: t`At most, nine times in ten`,
      reason: t`Where do these figures come from?`,
    },
    check: (v) => ({
      p10: v.p10.trim() ? undefined : t`Type an amount`,
      p50: v.p50.trim() ? undefined : t`Type an amount`,
      p90: v.p90.trim() ? undefined : t`Type an amount`,
      reason: v.reason.trim() ? undefined : t`Say where they come from`,
    }),
    send: async (v) => {
      await calls.type.mutateAsync({ ...v, horizon_days: Number(v.horizon_days), segment: v.segment || undefined })
      toasts.show(t`The value is in force`)
      onClose()
    },
  })
  return (
    <FormDialog title={t`Type a value`} deed={t`Put it in force`} form={form} onClose={onClose} size={560}>
      <p className="second">
        <Trans>
          Margin that one customer still brings: what they pay, less what serving them costs. Its grade is D, assumed.
        </Trans>
      </p>
      <Select
        label={form.labels.segment}
        data={[
          { value: '', label: t`All customers` },
          ...(material?.segments ?? []).map((s) => ({ value: s.key, label: s.name })),
        ]}
        allowDeselect={false}
        {...form.control('segment')}
      />
      <Select
        label={form.labels.horizon_days}
        data={horizons}
        allowDeselect={false}
        {...form.control('horizon_days')}
      />
      <TextInput label={form.labels.currency} maxLength={3} {...form.field('currency')} />
      <TextInput label={form.labels.p10} inputMode="decimal" placeholder="80.00" {...form.field('p10')} />
      <TextInput label={form.labels.p50} inputMode="decimal" placeholder="120.00" {...form.field('p50')} />
      <TextInput label={form.labels.p90} inputMode="decimal" placeholder="200.00" {...form.field('p90')} />
      <Textarea label={form.labels.reason} autosize minRows={2} maxRows={6} maxLength={500} {...form.field('reason')} />
    </FormDialog>
  )
}

/** Horizons to choose from. */
export function useHorizons(): { value: string; label: string }[] {
  const { t } = useLingui()
  return [
    { value: '91', label: t`a quarter` },
    { value: '182', label: t`half a year` },
    { value: '365', label: t`a year` },
    { value: '730', label: t`two years` },
    { value: '1095', label: t`three years` },
    { value: '1825', label: t`five years` },
  ]
}
