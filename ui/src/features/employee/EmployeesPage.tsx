import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { address } from '../../components/filter/search'
import { writeWhere } from '../../components/filter/where'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { ListPage, useListSearch } from '../../components/list/ListPage'
import { useMay } from '../../core/session'
import { type Employee, useAddEmployee, useEmployees } from './queries'

/** Who served customers, as signals name them. */
export function EmployeesPage() {
  const { t } = useLingui()
  const { search, typed, setTyped } = useListSearch()
  const answer = useEmployees(search)
  const may = useMay('people.write')
  const [adding, setAdding] = useState(false)
  return (
    <>
      <ListPage
        title={t`Employees`}
        remark={t`who served customers`}
        searchLabel={t`Search employees`}
        typed={typed}
        onType={setTyped}
        answer={answer}
        rowKey={(e: Employee) => e.id}
        href={(e) =>
          address('/signals', {
            where: [writeWhere({ kind: 'any', dimension: 'employee', values: [e.external_id] })],
            from: 'all',
          })
        }
        nothing={t`No employee is known yet. The first signal that names one adds them.`}
        add={may ? { label: t`Add an employee`, onAdd: () => setAdding(true) } : undefined}
        columns={[
          { id: 'name', header: t`Name`, cell: (e) => e.name, sort: (e) => e.name },
          {
            id: 'external_id',
            header: t`External id`,
            cell: (e) => <code className="second">{e.external_id}</code>,
            sort: (e) => e.external_id,
          },
          {
            id: 'active',
            header: t`State`,
            cell: (e) => <span className="second">{e.active ? t`active` : t`left`}</span>,
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
  const add = useAddEmployee()
  const form = useForm({
    id: 'employee',
    initial: { external_id: '', name: '', unit: '' },
    labels: { external_id: t`External id`, name: t`Name`, unit: t`Unit, key` },
    check: (v) => ({ external_id: v.external_id.trim() ? undefined : t`Give the id that other systems use` }),
    send: async (v) => {
      const { name } = await add.mutateAsync({
        external_id: v.external_id.trim(),
        name: v.name.trim() || undefined,
        unit: v.unit.trim() || undefined,
      })
      toasts.show(t`${name} is added`)
      onClose()
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
      <TextInput label={form.labels.unit} {...form.field('unit')} />
    </FormDialog>
  )
}
