import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useMembers } from '../../core/organisation'
import { type EmployeeEdit, type Known, useEmployeeDeeds } from './queries'

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)

/** Name, further ids, login and the key that other organisations share. */
export function EditDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const deeds = useEmployeeDeeds()
  const members = useMembers().data ?? []
  const was = {
    name: known.name,
    aliases: (known.aliases ?? []).join(', '),
    user: known.user ?? '',
    person: known.person ?? '',
  }
  const form = useForm({
    id: 'edit-employee',
    initial: was,
    labels: { name: t`Name`, aliases: t`Further external ids`, user: t`Login`, person: t`Person key` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give a name` }),
    send: async (v) => {
      const body: EmployeeEdit = {}
      const undo: EmployeeEdit = {}
      if (v.name.trim() !== was.name) {
        body.name = v.name.trim()
        undo.name = was.name
      }
      if (v.aliases !== was.aliases) {
        body.aliases = list(v.aliases)
        undo.aliases = known.aliases ?? []
      }
      if (v.user !== was.user) {
        body.user = v.user
        undo.user = was.user
      }
      if (v.person.trim() !== was.person) {
        body.person = v.person.trim()
        undo.person = was.person
      }
      const now = await deeds.edit(known.id, known.version, body)
      onClose()
      toasts.show(t`The employee is changed`, {
        undo: () =>
          void deeds
            .edit(now.id, now.version, undo)
            .catch(() => toasts.show(t`It could not be undone`, { tone: 'failed' })),
      })
    },
  })
  return (
    <FormDialog title={t`Edit the employee`} deed={t`Save`} form={form} onClose={onClose}>
      <TextInput label={form.labels.name} maxLength={100} data-autofocus {...form.field('name')} />
      <TextInput
        label={form.labels.aliases}
        description={t`What other systems call them, with commas`}
        {...form.field('aliases')}
      />
      <NativeSelect
        label={form.labels.user}
        data={[{ value: '', label: t`No login` }, ...members.map((m) => ({ value: m.id, label: m.name }))]}
        {...form.field('user')}
      />
      <TextInput
        label={form.labels.person}
        description={t`The same in every organisation they serve, such as a staff number. Nobody sees through it into another organisation.`}
        maxLength={100}
        {...form.field('person')}
      />
    </FormDialog>
  )
}
