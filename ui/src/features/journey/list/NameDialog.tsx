import { useLingui } from '@lingui/react/macro'
import { Autocomplete, Textarea, TextInput } from '@mantine/core'
import { FormDialog } from '../../../components/form/FormDialog'
import { useForm } from '../../../components/form/useForm'
import { type Journey, useJourneyCalls, useSegments } from '../queries'

/** What a journey is called, and whose way it is. */
export function NameDialog({ of, onClose }: { of: Journey; onClose: () => void }) {
  const { t } = useLingui()
  const calls = useJourneyCalls()
  const segments = useSegments().data ?? []
  const form = useForm({
    id: 'name-journey',
    initial: { name: of.name, segment: of.segment, customers: of.customers ?? '' },
    labels: { name: t`Name`, segment: t`Segment`, customers: t`Who they are` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Name it` }),
    send: async (v) => {
      await calls.name.mutateAsync({ id: of.id, revision: of.revision, body: v })
      onClose()
    },
  })
  return (
    <FormDialog title={t`Name and customers`} deed={t`Save`} form={form} onClose={onClose}>
      <TextInput label={form.labels.name} maxLength={80} data-autofocus {...form.field('name')} />
      <Autocomplete
        label={form.labels.segment}
        description={t`Which customers go this way; empty is all of them`}
        data={segments.map((s) => s.name)}
        maxLength={80}
        {...form.control('segment')}
        onChange={(segment) => form.set({ segment })}
      />
      <Textarea
        label={form.labels.customers}
        description={t`In a sentence`}
        autosize
        minRows={1}
        maxLength={500}
        {...form.field('customers')}
      />
    </FormDialog>
  )
}
