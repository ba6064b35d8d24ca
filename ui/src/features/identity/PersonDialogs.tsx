import { useLingui } from '@lingui/react/macro'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import type { Member } from '../../core/organisation'
import { type Role, useEditMember } from './queries'
import { RoleFields } from './RoleFields'
import { useUndo } from './useUndo'

/** Changes what a member may do, and how far. */
export function EditPerson({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useLingui()
  const undo = useUndo()
  const edit = useEditMember()
  const before = { role: member.role as Role, unit: member.unit ?? '' }
  const form = useForm({
    id: 'edit-person',
    initial: before,
    labels: { role: t`Role`, unit: t`Unit` },
    send: async (v) => {
      const { name } = await edit.mutateAsync({ id: member.id, ...v })
      undo(t`${name} is saved`, () => edit.mutateAsync({ id: member.id, ...before }))
      onClose()
    },
  })
  return (
    <FormDialog title={t`Change ${member.name}`} deed={t`Save`} form={form} onClose={onClose} size={520}>
      <RoleFields form={form} />
    </FormDialog>
  )
}
