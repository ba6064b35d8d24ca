import { useLingui } from '@lingui/react/macro'
import { Select, Textarea } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { type Lost, useLoyaltyCalls } from './queries'
import { useReasonWords } from './words'

/** Why one customer was lost. */
export function FindingDialog({ of, onClose }: { of: Lost; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const reasons = useReasonWords()
  const { decide } = useLoyaltyCalls()
  const form = useForm({
    id: 'finding',
    initial: {
      reason: (of.reason || null) as keyof typeof reasons | null,
      words: of.words || of.said || '',
      reached: of.reached,
    },
    labels: { reason: t`Why they left`, words: t`In their own words, or yours`, reached: t`Could they reach a human?` },
    check: (v) => ({
      reason: v.reason ? undefined : t`Choose a reason`,
      words: v.reason === 'other' && !v.words.trim() ? t`Say in words why` : undefined,
    }),
    send: async (v) => {
      await decide.mutateAsync({
        of,
        body: { state: 'confirmed', reason: v.reason ?? '', words: v.words.trim(), reached: v.reached },
      })
      toasts.show(t`${of.name} is confirmed as lost`)
      onClose()
    },
  })
  return (
    <FormDialog
      title={of.name || t`A customer without a name`}
      deed={t`Confirm as lost`}
      form={form}
      onClose={onClose}
      size={520}
    >
      <Select
        label={form.labels.reason}
        data={Object.entries(reasons).map(([value, label]) => ({ value: value as keyof typeof reasons, label }))}
        data-autofocus
        {...form.control('reason')}
      />
      <Textarea label={form.labels.words} autosize minRows={2} maxRows={8} maxLength={1000} {...form.field('words')} />
      <Select
        label={form.labels.reached}
        data={[
          { value: 'yes' as const, label: t`Yes` },
          { value: 'no' as const, label: t`No` },
          { value: 'unknown' as const, label: t`Not known` },
        ]}
        allowDeselect={false}
        {...form.control('reached')}
      />
    </FormDialog>
  )
}
