import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { SegmentedControl } from '../../components/SegmentedControl'
import { useFormat } from '../../words/i18n'
import { dayToInstant } from './day'
import { type Consent, type Known, useCustomerDeeds } from './queries'
import { purposes, usePurposeWords } from './words'

/** A line for the ledger: what the customer said, when and where. */
export function ConsentDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const deeds = useCustomerDeeds()
  const words = usePurposeWords()
  const today = format.isoDay(Date.now())
  const form = useForm({
    id: 'consent',
    initial: { purpose: 'marketing' as string, given: 'yes', source: '', at: today, evidence: '' },
    labels: { purpose: t`Purpose`, given: t`They`, source: t`Where they said it`, at: t`Day`, evidence: t`Evidence` },
    check: (v) => ({
      source: v.source.trim() ? undefined : t`Say where, such as: phone call`,
      at: v.at ? undefined : t`Enter the day`,
    }),
    send: async (v) => {
      await deeds.consent(known.id, {
        purpose: v.purpose as Consent['purpose'],
        given: v.given === 'yes',
        source: v.source.trim(),
        evidence: v.evidence.trim() || undefined,
        at: v.at === today ? undefined : dayToInstant(v.at),
      })
      toasts.show(t`It is in the ledger`)
      onClose()
    },
  })
  return (
    <FormDialog title={t`Record consent`} deed={t`Record`} form={form} onClose={onClose}>
      <p className="second small">
        <Trans>Lines are never changed. A mistake is put right by another line; what was said last holds.</Trans>
      </p>
      <NativeSelect
        label={form.labels.purpose}
        data={purposes.map((p) => ({ value: p, label: words[p] }))}
        data-autofocus
        {...form.field('purpose')}
      />
      <SegmentedControl
        label={form.labels.given}
        value={form.values.given}
        onChange={(given) => form.set({ given })}
        options={[
          { value: 'yes', label: t`agreed` },
          { value: 'no', label: t`withdrew` },
        ]}
      />
      <FieldRow>
        <TextInput label={form.labels.source} placeholder={t`Phone call`} maxLength={200} {...form.field('source')} />
        <TextInput label={form.labels.at} type="date" max={today} {...form.field('at')} />
      </FieldRow>
      <Textarea
        label={form.labels.evidence}
        description={t`Their words, a document’s number, a link`}
        autosize
        minRows={2}
        maxLength={2000}
        {...form.field('evidence')}
      />
    </FormDialog>
  )
}
