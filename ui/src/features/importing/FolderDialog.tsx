import { useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { type Folder, useFolderEdits, useSavedMappings } from './queries'

const rounds = [1, 5, 15, 60, 360, 1440] as const

/** What is watched, which files are taken, and as what they come in. */
export function FolderDialog({ folder, onClose }: { folder: Folder | undefined; onClose: () => void }) {
  const { t } = useLingui()
  const { add, edit } = useFolderEdits()
  const mappings = useSavedMappings().data ?? []
  const words: Record<(typeof rounds)[number], string> = {
    1: t`Every minute`,
    5: t`Every 5 minutes`,
    15: t`Every quarter of an hour`,
    60: t`Every hour`,
    360: t`Every 6 hours`,
    1440: t`Once a day`,
  }
  const form = useForm({
    id: 'folder',
    initial: {
      name: folder?.name ?? '',
      path: folder?.path ?? '',
      pattern: folder?.pattern ?? '*.csv',
      mapping: folder?.mapping ?? mappings[0]?.id ?? '',
      minutes: String(folder?.minutes ?? 5),
      open_cases: folder?.open_cases ?? false,
      on: folder?.on ?? true,
    },
    labels: {
      name: t`Name`,
      path: t`Folder below the base`,
      pattern: t`Files to take`,
      mapping: t`Saved mapping`,
      minutes: t`Look into it`,
      open_cases: t`Cases`,
      on: t`On`,
    },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it a name` }),
    send: async (v) => {
      const body = {
        ...v,
        name: v.name.trim(),
        path: v.path.trim(),
        pattern: v.pattern.trim(),
        minutes: Number(v.minutes),
      }
      if (folder) await edit.mutateAsync({ id: folder.id, version: folder.version, body })
      else await add.mutateAsync(body)
      onClose()
    },
  })
  const known = rounds.some((n) => String(n) === form.values.minutes)
  return (
    <FormDialog
      title={folder ? t`Change ${folder.name}` : t`Watch a folder`}
      deed={folder ? t`Save` : t`Watch it`}
      form={form}
      onClose={onClose}
      size={560}
    >
      <TextInput label={form.labels.name} autoComplete="off" {...form.field('name')} data-autofocus />
      <FieldRow>
        <TextInput
          label={form.labels.path}
          description={t`Such as surveys/daily; empty is the base itself.`}
          autoComplete="off"
          {...form.field('path')}
        />
        <TextInput
          label={form.labels.pattern}
          description={t`* stands for any letters.`}
          autoComplete="off"
          {...form.field('pattern')}
        />
      </FieldRow>
      <FieldRow>
        <NativeSelect
          label={form.labels.mapping}
          data={mappings.map((s) => ({ value: s.id, label: s.name }))}
          {...form.field('mapping')}
        />
        <NativeSelect
          label={form.labels.minutes}
          data={[
            ...rounds.map((n) => ({ value: String(n), label: words[n] })),
            ...(known ? [] : [{ value: form.values.minutes, label: t`Every ${form.values.minutes} minutes` }]),
          ]}
          {...form.field('minutes')}
        />
      </FieldRow>
      <Checkbox
        size="xs"
        id={form.id('open_cases')}
        label={t`Let these signals open cases`}
        checked={form.values.open_cases}
        onChange={(event) => form.set({ open_cases: event.currentTarget.checked })}
      />
    </FormDialog>
  )
}
