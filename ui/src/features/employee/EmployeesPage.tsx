import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { ButtonLink } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { useSearchState } from '../../components/filter/useSearchState'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { ListPage, useListSearch } from '../../components/list/ListPage'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { type Employee, useEmployeeDeeds, useEmployees } from './queries'
import { useUnitName, useUnitOptions } from './units'

/** Who serves customers: today, or on another day. */
export function EmployeesPage() {
  const { t } = useLingui()
  const format = useFormat()
  const { search, typed, setTyped } = useListSearch()
  const [get, set] = useSearchState()
  const [unit, active, day] = [get('unit'), get('active'), get('as_of')]
  const units = useUnitOptions()
  const named = useUnitName()
  const answer = useEmployees({
    search: search || undefined,
    unit: unit || undefined,
    active: active === 'yes' || active === 'no' ? active : undefined,
    as_of: day || undefined,
  })
  const may = useMay('people.write')
  const phone = usePhone()
  const [adding, setAdding] = useState(false)
  return (
    <>
      <ListPage
        title={t`Employees`}
        remark={day ? t`as of ${format.day(day)}` : t`who serves customers, with or without a login`}
        searchLabel={t`Search by name or any id`}
        typed={typed}
        onType={setTyped}
        answer={answer}
        rowKey={(e: Employee) => e.id}
        href={(e) => `/settings/employees/${e.id}`}
        nothing={t`No employee is known yet. The first signal that names one adds them.`}
        actions={
          may && (
            <ButtonLink icon="import" href="/lists/employees" square={phone}>
              {t`From a file`}
            </ButtonLink>
          )
        }
        add={may ? { label: t`Add an employee`, onAdd: () => setAdding(true) } : undefined}
        tools={{
          narrowed: Boolean(unit || active || day),
          clear: () => set({ unit: undefined, active: undefined, as_of: undefined, search: undefined }),
          node: (
            <>
              <NativeSelect
                aria-label={t`Unit`}
                data={[{ value: '', label: t`Every unit` }, ...units]}
                value={unit}
                onChange={(event) => set({ unit: event.currentTarget.value || undefined })}
              />
              <NativeSelect
                aria-label={t`State`}
                data={[
                  { value: '', label: t`Active and left` },
                  { value: 'yes', label: t`Active` },
                  { value: 'no', label: t`Left` },
                ]}
                value={active}
                onChange={(event) => set({ active: event.currentTarget.value || undefined })}
              />
              <label className="second" htmlFor="as-of">
                {t`As of`}
              </label>
              <TextInput
                id="as-of"
                type="date"
                value={day}
                onChange={(event) => set({ as_of: event.currentTarget.value || undefined })}
              />
            </>
          ),
        }}
        columns={[
          { id: 'name', header: t`Name`, cell: (e) => e.name, sort: (e) => e.name },
          {
            id: 'unit',
            header: t`Unit`,
            cell: (e) => <span className={e.unit ? 'second' : 'muted'}>{named(e.unit)}</span>,
            sort: (e) => named(e.unit),
          },
          {
            id: 'external_id',
            header: t`External id`,
            cell: (e) => <code className="second">{e.external_id}</code>,
            sort: (e) => e.external_id,
            phone: 'hide',
          },
          {
            id: 'active',
            header: t`State`,
            cell: (e) => (
              <span className="second nowrap">
                {e.active
                  ? e.left_on
                    ? t`active until ${format.day(e.left_on)}`
                    : t`active`
                  : t`left ${format.day(e.left_on ?? '')}`}
              </span>
            ),
            phone: 'keep',
          },
        ]}
      />
      {adding && <Add onClose={() => setAdding(false)} />}
    </>
  )
}

function Add({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const router = useRouter()
  const deeds = useEmployeeDeeds()
  const units = useUnitOptions()
  const form = useForm({
    id: 'employee',
    initial: { external_id: '', name: '', unit: '' },
    labels: { external_id: t`External id`, name: t`Name`, unit: t`Unit` },
    check: (v) => ({ external_id: v.external_id.trim() ? undefined : t`Give the id that other systems use` }),
    send: async (v) => {
      const { id, name } = await deeds.add({
        external_id: v.external_id.trim(),
        name: v.name.trim() || undefined,
        unit: v.unit || undefined,
      })
      toasts.show(t`${name} is added`)
      onClose()
      void router.navigate({ href: `/settings/employees/${id}` })
    },
  })
  return (
    <FormDialog title={t`Add an employee`} deed={t`Add`} form={form} onClose={onClose}>
      <TextInput label={form.labels.name} {...form.field('name')} data-autofocus />
      <TextInput
        label={form.labels.external_id}
        description={t`As in the systems that send signals`}
        {...form.field('external_id')}
      />
      <NativeSelect
        label={form.labels.unit}
        data={[{ value: '', label: t`No unit` }, ...units]}
        {...form.field('unit')}
      />
    </FormDialog>
  )
}
