import { Trans, useLingui } from '@lingui/react/macro'
import { Select, TextInput } from '@mantine/core'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useFormat } from '../../words/i18n'
import { type Material, useComputations, useMaterial, useValueCalls, type Wish } from './queries'
import { useHorizons } from './TypeDialog'

/** How a value is to be computed. What was asked the last time is asked again. */
export function ComputeDialog({ onClose }: { onClose: () => void }) {
  const material = useMaterial().data
  const last = useComputations()
  if (!material || last.isPending) return null
  return <Asking material={material} last={last.data?.[0]?.wish} onClose={onClose} />
}

const decimal = (text: string) => Number(text.replace(',', '.'))

function Asking({ material, last, onClose }: { material: Material; last?: Wish; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const calls = useValueCalls()
  const horizons = useHorizons()
  const currencies = material.currencies ?? []
  const main = last?.currency ?? currencies[0] ?? 'EUR'
  const form = useForm({
    id: 'compute',
    initial: {
      kind: last?.kind ?? (material.purchases > 0 || material.subscriptions === 0 ? 'non_contractual' : 'contractual'),
      segment: last?.segment ?? '',
      horizon_days: String(last?.horizon_days ?? 365),
      margin: last ? String(+(last.margin_share * 100).toFixed(2)) : '',
      discount: String(+((last?.discount_rate ?? 0.1) * 100).toFixed(2)),
      currency: main,
      rates: Object.entries(last?.rates ?? {})
        .map(([c, r]) => `${c} ${r}`)
        .join(', '),
      held: last?.held_back_weeks ? String(last.held_back_weeks) : '',
    },
    labels: {
      kind: t`From`,
      segment: t`Customers`,
      horizon_days: t`Within`,
      margin: t`Margin, % of what is paid`,
      discount: t`Discount, % a year`,
      currency: t`Currency`,
      rates: t`Rates`,
      held: t`Weeks held back`,
    },
    check: (v) => ({
      margin: decimal(v.margin) > 0 && decimal(v.margin) <= 100 ? undefined : t`A share above 0 and at most 100`,
      discount: decimal(v.discount) >= 0 && decimal(v.discount) <= 100 ? undefined : t`Between 0 and 100`,
      rates: readRates(v.rates) ? undefined : t`Write them as USD 0.92, GBP 1.17`,
      held: v.held === '' || /^\d+$/.test(v.held.trim()) ? undefined : t`A whole number of weeks`,
    }),
    send: async (v) => {
      await calls.compute.mutateAsync({
        kind: v.kind,
        segment: v.segment || undefined,
        horizon_days: Number(v.horizon_days),
        margin_share: decimal(v.margin) / 100,
        discount_rate: decimal(v.discount) / 100,
        currency: v.currency.trim().toUpperCase(),
        rates: readRates(v.rates) ?? undefined,
        held_back_weeks: v.held ? Number(v.held) : undefined,
      })
      onClose()
    },
  })
  const [bought, refunds, contracts] = [material.purchases, material.refunds, material.subscriptions].map(format.count)
  const others = currencies.filter((c) => c !== form.values.currency)
  return (
    <FormDialog title={t`Compute what a customer is worth`} deed={t`Compute`} form={form} onClose={onClose} size={560}>
      <p className="second">
        <Trans>
          There are {bought} purchases, {refunds} refunds and {contracts} subscriptions.
        </Trans>
      </p>
      <Select
        label={form.labels.kind}
        description={
          form.values.kind === 'contractual'
            ? t`Customers stay until they end a subscription`
            : t`Customers come and go without saying so`
        }
        data={[
          { value: 'non_contractual', label: t`Purchases` },
          { value: 'contractual', label: t`Subscriptions` },
        ]}
        allowDeselect={false}
        {...form.control('kind')}
      />
      <Select
        label={form.labels.segment}
        data={[
          { value: '', label: t`All customers` },
          ...(material.segments ?? []).map((s) => ({ value: s.key, label: s.name })),
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
      <TextInput
        label={form.labels.margin}
        description={t`What is left of 100 paid once the customer has been served`}
        inputMode="decimal"
        placeholder="40"
        {...form.field('margin')}
      />
      <TextInput label={form.labels.discount} inputMode="decimal" {...form.field('discount')} />
      <TextInput label={form.labels.currency} maxLength={3} {...form.field('currency')} />
      {(others.length > 0 || form.values.rates !== '') && (
        <TextInput
          label={form.labels.rates}
          description={t`What one unit of ${format.list(others)} was worth, such as USD 0.92`}
          {...form.field('rates')}
        />
      )}
      <TextInput
        label={form.labels.held}
        description={t`The method is tested on them; a third of the history, 26 at most, where you leave this empty`}
        inputMode="numeric"
        {...form.field('held')}
      />
    </FormDialog>
  )
}

/** Reads "USD 0.92, GBP 1.17"; null where it is something else. */
function readRates(text: string): Record<string, number> | null {
  const out: Record<string, number> = {}
  for (const part of text.split(/[,;]\s+|;/).filter((s) => s.trim())) {
    const found = /^\s*([A-Za-z]{3})\s*[= ]\s*([\d.,]+)\s*$/.exec(part)
    if (!found?.[1] || !found[2]) return null
    out[found[1].toUpperCase()] = decimal(found[2])
  }
  return out
}
