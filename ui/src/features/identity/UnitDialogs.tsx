import { useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { type Unit, useUnits } from '../../core/organisation'
import { useAddUnit, useEditUnit } from './queries'
import { keyOf, moveTargets } from './tree'
import { useKinds } from './useKinds'
import { useUndo } from './useUndo'
import { useOwnerOptions, useUnitOptions } from './useUnitChoice'

const keyForm = /^[a-z0-9][a-z0-9_-]{0,63}$/

export function AddUnit({ below, onClose }: { below?: Unit; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const add = useAddUnit()
  const parents = useUnitOptions()
  const kinds = useKindOptions()
  const [ownKey, setOwnKey] = useState(false)
  const form = useForm({
    id: 'unit',
    initial: {
      name: '',
      key: '',
      parent: below?.id ?? parents[0]?.value ?? '',
      kind: 'team' as Unit['kind'],
      partner: false,
    },
    labels: { name: t`Name`, key: t`Key`, parent: t`Below`, kind: t`Kind`, partner: t`Run by a partner` },
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Give it a name`,
      key: keyForm.test(v.key.trim()) ? undefined : t`Use lower-case letters, digits, - and _`,
    }),
    send: async (v) => {
      const { name } = await add.mutateAsync({
        name: v.name.trim(),
        key: v.key.trim(),
        parent: v.parent || undefined,
        kind: v.kind,
        partner: v.partner,
      })
      toasts.show(t`${name} is added`)
      onClose()
    },
  })
  return (
    <FormDialog title={t`Add a unit`} deed={t`Add`} form={form} onClose={onClose}>
      <TextInput
        label={form.labels.name}
        {...form.field('name')}
        onChange={(event) => {
          const name = event.currentTarget.value
          form.set(ownKey ? { name } : { name, key: keyOf(name) })
        }}
        data-autofocus
      />
      <TextInput
        label={form.labels.key}
        description={t`Imports and the API call it this. It never changes.`}
        {...form.field('key')}
        onChange={(event) => {
          setOwnKey(true)
          form.set({ key: event.currentTarget.value })
        }}
      />
      <FieldRow>
        <NativeSelect label={form.labels.parent} data={parents} {...form.field('parent')} />
        <NativeSelect label={form.labels.kind} data={kinds} {...form.field('kind')} />
      </FieldRow>
      <Checkbox
        id={form.id('partner')}
        label={form.labels.partner}
        checked={form.values.partner}
        onChange={(event) => form.set({ partner: event.currentTarget.checked })}
      />
    </FormDialog>
  )
}

export function EditUnit({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const { t } = useLingui()
  const undo = useUndo()
  const edit = useEditUnit()
  const kinds = useKindOptions()
  const owners = useOwnerOptions(unit.owner)
  const before = { name: unit.name, kind: unit.kind, partner: unit.partner, owner: unit.owner ?? '' }
  const form = useForm({
    id: 'edit-unit',
    initial: before,
    labels: { name: t`Name`, kind: t`Kind`, partner: t`Run by a partner`, owner: t`Owner` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it a name` }),
    send: async (v) => {
      const { name } = await edit.mutateAsync({ id: unit.id, ...v, name: v.name.trim() })
      undo(t`${name} is saved`, () => edit.mutateAsync({ id: unit.id, ...before }))
      onClose()
    },
  })
  return (
    <FormDialog title={t`Change ${unit.name}`} deed={t`Save`} form={form} onClose={onClose}>
      <TextInput label={form.labels.name} {...form.field('name')} data-autofocus />
      <NativeSelect
        label={form.labels.owner}
        description={t`Gets the unit’s cases.`}
        data={owners}
        {...form.field('owner')}
      />
      <NativeSelect label={form.labels.kind} data={kinds} {...form.field('kind')} />
      <Checkbox
        id={form.id('partner')}
        label={form.labels.partner}
        checked={form.values.partner}
        onChange={(event) => form.set({ partner: event.currentTarget.checked })}
      />
    </FormDialog>
  )
}

export function MoveUnit({ unit, onClose }: { unit: Unit; onClose: () => void }) {
  const { t } = useLingui()
  const undo = useUndo()
  const edit = useEditUnit()
  const targets = useUnitOptions((units) => moveTargets(units, unit.id))
  const names = useUnits().data ?? []
  const form = useForm({
    id: 'move-unit',
    initial: { parent: unit.parent ?? '' },
    labels: { parent: t`Below` },
    send: async ({ parent }) => {
      if (parent !== unit.parent) {
        await edit.mutateAsync({ id: unit.id, parent })
        const above = names.find((u) => u.id === parent)?.name ?? parent
        undo(t`${unit.name} is below ${above} now`, () => edit.mutateAsync({ id: unit.id, parent: unit.parent }))
      }
      onClose()
    },
  })
  return (
    <FormDialog title={t`Move ${unit.name}`} deed={t`Move`} form={form} onClose={onClose}>
      <NativeSelect
        label={form.labels.parent}
        description={t`Everything below it moves with it. Figures follow at once, those of the past too.`}
        data={targets}
        {...form.field('parent')}
        data-autofocus
      />
    </FormDialog>
  )
}

function useKindOptions() {
  const kinds = useKinds()
  return (Object.keys(kinds) as Unit['kind'][]).map((value) => ({ value, label: kinds[value] }))
}
