import { useLingui } from '@lingui/react/macro'
import { Select, Textarea, TextInput } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useCustomerChoice } from '../../core/customers'
import { useCaseOwners, useTouchPoints, useUnits } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { fromLocal, toLocal } from '../../words/zone'
import { type CaseFile, useOpenCase } from './queries'
import { type Severity, severities, useSeverityWords } from './words'

const hour = 3_600_000

/** A case that no rule opened: somebody called, somebody wrote. It may lack a customer. */
export function NewCaseDialog({ onClose, onOpened }: { onClose: () => void; onOpened: (file: CaseFile) => void }) {
  const { t } = useLingui()
  const { zone } = useFormat()
  const toasts = useToasts()
  const open = useOpenCase()
  const words = useSeverityWords()
  const mayKnow = useMay('people.read')
  const [typed, setTyped] = useState('')
  const customers = useCustomerChoice(useDeferredValue(typed.trim())).data ?? []
  const owners = useCaseOwners()
  const units = useUnits().data ?? []
  const points = useTouchPoints().data ?? []
  const [due] = useState(() => toLocal(Date.now() + 48 * hour, zone))
  const form = useForm({
    id: 'new-case',
    initial: {
      title: '',
      severity: 'medium',
      due_at: due,
      owner: null as string | null,
      unit: null as string | null,
      touch_point: null as string | null,
      customer: null as string | null,
      note: '',
    },
    labels: {
      title: t`What it is about`,
      severity: t`Severity`,
      due_at: t`Due`,
      owner: t`Owner`,
      unit: t`Unit`,
      touch_point: t`Touch point`,
      customer: t`Customer`,
      note: t`First note`,
    },
    check: (v) => ({
      title: v.title.trim() ? undefined : t`Say what it is about`,
      due_at: fromLocal(v.due_at, zone) ? undefined : t`Enter a date and a time`,
    }),
    send: async (v) => {
      const file = await open.mutateAsync({
        title: v.title.trim(),
        severity: v.severity as Severity,
        due_at: fromLocal(v.due_at, zone) ?? undefined,
        owner: v.owner || undefined,
        unit: v.unit || undefined,
        touch_point: v.touch_point || undefined,
        customer: v.customer || undefined,
        note: v.note.trim() || undefined,
      })
      const { ref } = file
      toasts.show(t`Case ${ref} is opened`)
      onOpened(file)
    },
  })
  const named = (c: (typeof customers)[number]) => c.name ?? c.email ?? c.external_id ?? c.id
  return (
    <FormDialog title={t`New case`} deed={t`Open the case`} form={form} onClose={onClose} size={560}>
      <TextInput label={form.labels.title} maxLength={200} data-autofocus {...form.field('title')} />
      <FieldRow>
        <Select
          label={form.labels.severity}
          data={severities.map((value) => ({ value, label: words[value] }))}
          allowDeselect={false}
          {...form.control('severity')}
        />
        <TextInput
          type="datetime-local"
          label={form.labels.due_at}
          description={t`In the time zone ${zone}`}
          {...form.field('due_at')}
        />
      </FieldRow>
      <FieldRow>
        <Select
          label={form.labels.unit}
          placeholder={t`None`}
          data={units.map((u) => ({ value: u.key, label: u.name }))}
          searchable
          clearable
          {...form.control('unit')}
        />
        <Select
          label={form.labels.owner}
          placeholder={t`The unit’s owner, else you`}
          data={owners.map((o) => ({ value: o.id, label: o.name }))}
          searchable
          clearable
          {...form.control('owner')}
        />
      </FieldRow>
      <FieldRow>
        <Select
          label={form.labels.touch_point}
          placeholder={t`None`}
          data={points.map((p) => ({ value: p.key, label: p.name }))}
          searchable
          clearable
          {...form.control('touch_point')}
        />
        {mayKnow && (
          <Select
            label={form.labels.customer}
            placeholder={t`Nobody known`}
            data={customers.map((c) => ({ value: c.id, label: named(c) }))}
            // The server has searched already, also by address and id, which the label may not show.
            filter={({ options }) => options}
            nothingFoundMessage={t`No customer is called that`}
            searchable
            clearable
            onSearchChange={setTyped}
            {...form.control('customer')}
          />
        )}
      </FieldRow>
      <Textarea label={form.labels.note} autosize minRows={3} maxRows={8} maxLength={10_000} {...form.field('note')} />
    </FormDialog>
  )
}
