import { useLingui } from '@lingui/react/macro'
import { Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useMembers } from '../../core/organisation'
import { type Priority, usePriorityCalls } from './queries'

/** What is wanted, why, by whom and until when. */
export function PriorityDialog({ of: shown, onClose }: { of?: Priority; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = usePriorityCalls()
  const members = useMembers().data ?? []
  const [of] = useState(shown)
  const form = useForm({
    id: 'priority',
    initial: {
      name: of?.name ?? '',
      why: of?.why ?? '',
      owner: (of?.owner ?? null) as string | null,
      due: of?.due ?? '',
    },
    labels: { name: t`What is wanted`, why: t`Why`, owner: t`Who answers for it`, due: t`By when` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Say what is wanted` }),
    send: async (v) => {
      const body = {
        name: v.name.trim(),
        why: v.why.trim() || undefined,
        owner: v.owner || undefined,
        due: v.due || undefined,
        done: of?.done,
      }
      if (of) await calls.edit.mutateAsync({ id: of.id, version: of.version, body })
      else await calls.add.mutateAsync(body)
      const name = body.name
      toasts.show(of ? t`${name} is saved` : t`${name} is added`)
      onClose()
    },
  })
  return (
    <FormDialog
      title={of ? t`Change this priority` : t`Add a priority`}
      deed={of ? t`Save` : t`Add`}
      form={form}
      size={520}
      onClose={onClose}
    >
      <TextInput
        label={form.labels.name}
        placeholder={t`Half as many second calls about one matter`}
        maxLength={160}
        data-autofocus
        {...form.field('name')}
      />
      <Textarea label={form.labels.why} autosize minRows={2} maxRows={8} maxLength={1000} {...form.field('why')} />
      <FieldRow>
        <Select
          label={form.labels.owner}
          data={members.filter((m) => m.active || m.id === of?.owner).map((m) => ({ value: m.id, label: m.name }))}
          searchable
          clearable
          nothingFoundMessage={t`Nobody is called that`}
          {...form.control('owner')}
        />
        <TextInput type="date" label={form.labels.due} {...form.field('due')} />
      </FieldRow>
    </FormDialog>
  )
}
