import { useLingui } from '@lingui/react/macro'
import { Checkbox, TextInput } from '@mantine/core'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import type { Mapping } from './mapping'
import { type SavedMapping, useMappingEdits } from './queries'

/** Gives a mapping a name, for the next file of the same shape. */
export function SaveMapping({
  name,
  mapping,
  header,
  onSaved,
  onClose,
}: {
  name: string
  mapping: Mapping
  header: string[]
  onSaved: (saved: SavedMapping) => void
  onClose: () => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const { add } = useMappingEdits()
  const form = useForm({
    id: 'save-mapping',
    initial: { name, shared: true },
    labels: { name: t`Name`, shared: t`Shared` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it a name` }),
    send: async (v) => {
      const saved = await add.mutateAsync({ name: v.name.trim(), shared: v.shared, mapping, header })
      toasts.show(t`${saved.name} is saved`)
      onSaved(saved)
    },
  })
  return (
    <FormDialog title={t`Save the mapping`} deed={t`Save`} form={form} onClose={onClose} size={480}>
      <TextInput
        label={form.labels.name}
        description={t`A file with the same columns gets this mapping by itself.`}
        autoComplete="off"
        {...form.field('name')}
        data-autofocus
      />
      <Checkbox
        size="xs"
        id={form.id('shared')}
        label={t`Share it with everybody who imports`}
        checked={form.values.shared}
        onChange={(event) => form.set({ shared: event.currentTarget.checked })}
      />
    </FormDialog>
  )
}
