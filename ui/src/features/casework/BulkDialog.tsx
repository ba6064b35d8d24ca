import { useLingui } from '@lingui/react/macro'
import { Select, TextInput } from '@mantine/core'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useFormat } from '../../words/i18n'
import { fromLocal, toLocal } from '../../words/zone'
import { type Case, useCaseOptions } from './queries'
import { useBulk } from './useBulk'
import { type Severity, severities, useOptionWords, useSeverityWords } from './words'

export type BulkField = 'severity' | 'due' | 'cause'

/** One thing changed on all marked cases. */
export function BulkDialog({
  field,
  cases,
  onClose,
  onDone,
}: {
  field: BulkField
  cases: readonly Case[]
  onClose: () => void
  onDone: () => void
}) {
  const { t } = useLingui()
  const { zone } = useFormat()
  const bulk = useBulk()
  const words = useSeverityWords()
  const option = useOptionWords()
  const causes = useCaseOptions().data?.causes ?? []
  const titles = { severity: t`Severity`, due: t`Due`, cause: t`What went wrong` }
  const form = useForm({
    id: 'bulk',
    initial: {
      severity: 'high' as string,
      due: toLocal(new Date(Date.now() + 24 * 3_600_000).toISOString(), zone),
      cause: '',
    },
    labels: titles,
    check: (v) => ({
      due: field !== 'due' || fromLocal(v.due, zone) ? undefined : t`Enter a date and a time`,
      cause: field !== 'cause' || v.cause ? undefined : t`Choose what went wrong`,
    }),
    send: async (v) => {
      await bulk(
        cases,
        field === 'severity'
          ? { severity: v.severity as Severity }
          : field === 'due'
            ? { due_at: fromLocal(v.due, zone) as string }
            : { cause: v.cause },
        (count) => (count === 1 ? t`One case is changed` : t`${count} cases are changed`),
      )
      onDone()
    },
  })
  const count = cases.length
  return (
    <FormDialog title={t`Change ${count} cases`} deed={t`Change`} form={form} onClose={onClose}>
      {field === 'severity' && (
        <Select
          label={titles.severity}
          allowDeselect={false}
          data={severities.map((one) => ({ value: one, label: words[one] }))}
          value={form.values.severity}
          onChange={(severity) => severity && form.set({ severity })}
          data-autofocus
        />
      )}
      {field === 'due' && (
        <TextInput
          type="datetime-local"
          label={titles.due}
          description={t`In the organisation’s time zone, ${zone}`}
          data-autofocus
          {...form.field('due')}
        />
      )}
      {field === 'cause' && (
        <Select
          label={titles.cause}
          searchable
          data={causes.map((one) => ({ value: one.key, label: option(one) }))}
          value={form.values.cause || null}
          error={form.errors.cause}
          onChange={(cause) => form.set({ cause: cause ?? '' })}
          data-autofocus
        />
      )}
    </FormDialog>
  )
}
