import { useLingui } from '@lingui/react/macro'
import { Select, Textarea, TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { minorOf } from './money'
import { readNumber, shown } from './numbers'
import { type Input, useImpactCalls } from './queries'
import { useInputNames } from './words'

/** Says what an input is: a range that holds it eight times out of ten, and why. */
export function StatementDialog({
  name,
  kind,
  area,
  input,
  currency,
  onClose,
}: {
  name: string
  kind: Input['kind']
  /** Of one area; without it, of all. */
  area?: string
  input?: Input
  currency: string
  onClose: () => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useImpactCalls()
  const label = useInputNames()[name] ?? name
  const scale = kind === 'money' ? minorOf(currency) : kind === 'rate' ? 0.01 : 1
  const unit = kind === 'money' ? currency : kind === 'rate' ? '%' : ''
  const form = useForm({
    id: 'statement',
    initial: {
      p10: input ? shown(input.p10 / scale) : '',
      p90: input ? shown(input.p90 / scale) : '',
      source: (input && input.source !== 'data' ? input.source : 'assumption') as string | null,
      reason: input?.author ? (input.reason ?? '') : '',
    },
    labels: {
      p10: unit ? t`At least, ${unit}` : t`At least`,
      p90: unit ? t`At most, ${unit}` : t`At most`,
      source: t`It is`,
      reason: t`Why, or where it was found`,
    },
    check: (v) => ({
      p10: readNumber(v.p10) === null ? t`Type a number` : undefined,
      p90: readNumber(v.p90) === null ? t`Type a number` : undefined,
      reason: v.reason.trim() ? undefined : t`Say why: whoever reads the figure will ask`,
    }),
    send: async (v) => {
      await calls.say.mutateAsync({
        input: name,
        area,
        body: {
          p10: (readNumber(v.p10) ?? 0) * scale,
          p90: (readNumber(v.p90) ?? 0) * scale,
          source: v.source === 'benchmark' ? 'benchmark' : 'assumption',
          reason: v.reason.trim(),
        },
      })
      toasts.show(t`${label} is stated`, { undo: () => calls.takeBack.mutate({ input: name, area }) })
      onClose()
    },
  })
  return (
    <FormDialog title={label} deed={t`State it`} form={form} size={520} onClose={onClose}>
      <p className="muted" style={{ margin: 0 }}>
        {t`A range that you would bet on eight times out of ten. It overrides the data until it is taken back.`}
      </p>
      <FieldRow>
        <TextInput label={form.labels.p10} inputMode="decimal" data-autofocus {...form.field('p10')} />
        <TextInput label={form.labels.p90} inputMode="decimal" {...form.field('p90')} />
      </FieldRow>
      <Select
        label={form.labels.source}
        data={[
          { value: 'assumption', label: t`an assumption of ours` },
          { value: 'benchmark', label: t`a benchmark from elsewhere` },
        ]}
        allowDeselect={false}
        {...form.control('source')}
      />
      <Textarea
        label={form.labels.reason}
        autosize
        minRows={2}
        maxRows={6}
        maxLength={1000}
        {...form.field('reason')}
      />
    </FormDialog>
  )
}
