import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useFormat } from '../../words/i18n'
import { dayToInstant } from './day'
import { type Known, useCustomerDeeds } from './queries'

/** One purchase by hand. The same order number again says what became of it. */
export function PurchaseDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const deeds = useCustomerDeeds()
  const today = format.isoDay(Date.now())
  const form = useForm({
    id: 'purchase',
    initial: {
      key: '',
      at: today,
      product: '',
      amount: '',
      currency: known.totals?.[0]?.currency ?? 'EUR',
      quantity: '1',
      state: 'bought' as string,
    },
    labels: {
      key: t`Order number`,
      at: t`Day`,
      product: t`Product`,
      amount: t`Amount`,
      currency: t`Currency`,
      quantity: t`Quantity`,
      state: t`State`,
    },
    check: (v) => ({
      key: v.key.trim() ? undefined : t`Give the order’s number`,
      at: v.at ? undefined : t`Enter the day`,
      amount: v.amount.trim() ? undefined : t`Enter what it cost`,
      quantity: /^\d+$/.test(v.quantity.trim()) ? undefined : t`Enter a whole number`,
    }),
    send: async (v) => {
      await deeds.purchase(known.id, {
        key: v.key.trim(),
        at: dayToInstant(v.at),
        product: v.product.trim() || undefined,
        amount: v.amount.trim().replace(',', '.'),
        currency: v.currency.trim().toUpperCase(),
        quantity: Number(v.quantity),
        state: v.state as 'bought',
      })
      toasts.show(t`The purchase is noted`)
      onClose()
    },
  })
  return (
    <FormDialog title={t`Add a purchase`} deed={t`Add`} form={form} onClose={onClose}>
      <FieldRow>
        <TextInput
          label={form.labels.key}
          description={t`The same one again corrects what was noted`}
          maxLength={200}
          data-autofocus
          {...form.field('key')}
        />
        <TextInput label={form.labels.at} description={' '} type="date" max={today} {...form.field('at')} />
      </FieldRow>
      <TextInput label={form.labels.product} maxLength={200} {...form.field('product')} />
      <FieldRow>
        <TextInput label={form.labels.amount} inputMode="decimal" placeholder="12.50" {...form.field('amount')} />
        <TextInput label={form.labels.currency} maxLength={3} {...form.field('currency')} />
      </FieldRow>
      <FieldRow>
        <TextInput label={form.labels.quantity} inputMode="numeric" {...form.field('quantity')} />
        <NativeSelect
          label={form.labels.state}
          data={[
            { value: 'bought', label: t`Bought` },
            { value: 'cancelled', label: t`Cancelled` },
            { value: 'returned', label: t`Returned` },
          ]}
          {...form.field('state')}
        />
      </FieldRow>
    </FormDialog>
  )
}
