import { useLingui } from '@lingui/react/macro'
import { Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import type { Member } from '../../core/organisation'
import { type Role, useAddMember, useEditMember } from './queries'
import { RoleFields } from './RoleFields'
import { useUndo } from './useUndo'

const shortest = 12

export function AddPerson({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const add = useAddMember()
  const form = useForm({
    id: 'person',
    initial: { name: '', email: '', password: '', role: 'viewer' as Role, unit: '' },
    labels: { name: t`Name`, email: t`E-mail`, password: t`First password`, role: t`Role`, unit: t`Unit` },
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Give their name`,
      email: /^\S+@\S+$/.test(v.email.trim()) ? undefined : t`Enter an e-mail address`,
      password: [...v.password].length >= shortest ? undefined : t`Use at least ${shortest} characters`,
    }),
    send: async (v) => {
      const { name } = await add.mutateAsync({
        name: v.name.trim(),
        email: v.email.trim(),
        password: v.password,
        role: v.role,
        unit: v.unit || undefined,
      })
      toasts.show(t`${name} may sign in now`)
      onClose()
    },
  })
  return (
    <FormDialog title={t`Add a person`} deed={t`Add`} form={form} onClose={onClose} size={520}>
      <TextInput label={form.labels.name} autoComplete="off" {...form.field('name')} data-autofocus />
      <TextInput label={form.labels.email} type="email" autoComplete="off" {...form.field('email')} />
      <PasswordInput
        label={form.labels.password}
        description={t`At least ${shortest} characters; tell it to them yourself. Who has a login here already needs their own.`}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        {...form.field('password')}
      />
      <RoleFields form={form} />
    </FormDialog>
  )
}

export function EditPerson({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useLingui()
  const undo = useUndo()
  const edit = useEditMember()
  const before = { role: member.role as Role, unit: member.unit ?? '', active: member.active }
  const form = useForm({
    id: 'edit-person',
    initial: before,
    labels: { role: t`Role`, unit: t`Unit`, active: t`May sign in` },
    send: async (v) => {
      const { name } = await edit.mutateAsync({ id: member.id, ...v })
      undo(v.active ? t`${name} is saved` : t`${name} is shut out`, () =>
        edit.mutateAsync({ id: member.id, ...before }),
      )
      onClose()
    },
  })
  return (
    <FormDialog title={t`Change ${member.name}`} deed={t`Save`} form={form} onClose={onClose} size={520}>
      <RoleFields form={form} />
      <Checkbox
        id={form.id('active')}
        label={form.labels.active}
        description={t`Without it they are out of this organisation at once; what they did stays.`}
        checked={form.values.active}
        onChange={(event) => form.set({ active: event.currentTarget.checked })}
      />
    </FormDialog>
  )
}
