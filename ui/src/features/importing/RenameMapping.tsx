import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { type SavedMapping, useMappingEdits } from './queries'

/** Another name for a saved mapping. */
export function RenameMapping({ saved, onClose }: { saved: SavedMapping; onClose: () => void }) {
  const { t } = useLingui()
  const { edit } = useMappingEdits()
  const form = useForm({
    id: 'rename-mapping',
    initial: { name: saved.name },
    labels: { name: t`Name` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it a name` }),
    send: async (v) => {
      const { id, version, shared, mapping, header } = saved
      await edit.mutateAsync({ id, version, body: { name: v.name.trim(), shared, mapping, header: header ?? [] } })
      onClose()
    },
  })
  return (
    <FormDialog title={t`Rename ${saved.name}`} deed={t`Rename`} form={form} onClose={onClose} size={440}>
      <TextInput label={form.labels.name} autoComplete="off" {...form.field('name')} data-autofocus />
    </FormDialog>
  )
}
