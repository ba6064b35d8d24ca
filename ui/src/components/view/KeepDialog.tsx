import { useLingui } from '@lingui/react/macro'
import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { FormDialog } from '../form/FormDialog'
import { useForm } from '../form/useForm'

export type KeepInput = { name: string; description: string; shared: boolean }

/** What a view or dashboard is called, and who sees it. */
export function KeepDialog({
  title,
  deed,
  initial,
  mayShare = true,
  onSend,
  onClose,
}: {
  title: string
  deed: string
  initial: KeepInput
  /** Only its owner decides who sees it. */
  mayShare?: boolean
  onSend: (input: KeepInput) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useLingui()
  const form = useForm<KeepInput>({
    id: 'keep',
    initial,
    labels: { name: t`Name`, description: t`Description`, shared: t`Shared` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it a name` }),
    send: async (v) => {
      await onSend({ ...v, name: v.name.trim(), description: v.description.trim() })
      onClose()
    },
  })
  return (
    <FormDialog title={title} deed={deed} form={form} onClose={onClose}>
      <TextInput label={form.labels.name} maxLength={100} {...form.field('name')} data-autofocus />
      <Textarea
        label={form.labels.description}
        description={t`What it is for; may stay empty.`}
        autosize
        minRows={2}
        maxRows={6}
        {...form.field('description')}
      />
      {mayShare && (
        <Checkbox
          label={t`Shared with everybody who may read figures`}
          description={t`Each sees the figures of their own units.`}
          checked={form.values.shared}
          onChange={(event) => form.set({ shared: event.currentTarget.checked })}
        />
      )}
    </FormDialog>
  )
}
