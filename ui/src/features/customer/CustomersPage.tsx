import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { ListPage, useListSearch } from '../../components/list/ListPage'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { type Customer, useAddCustomer, useCustomers } from './queries'

/** The customers that signals and cases speak of. */
export function CustomersPage() {
  const { t } = useLingui()
  const format = useFormat()
  const { search, typed, setTyped } = useListSearch()
  const answer = useCustomers(search)
  const may = useMay('people.write')
  const [adding, setAdding] = useState(false)
  return (
    <>
      <ListPage
        title={t`Customers`}
        remark={t`newest first`}
        searchLabel={t`Search customers`}
        typed={typed}
        onType={setTyped}
        answer={answer}
        rowKey={(c: Customer) => c.id}
        nothing={t`No customer is known yet. The first signal that names one adds them.`}
        add={may ? { label: t`Add a customer`, onAdd: () => setAdding(true) } : undefined}
        columns={[
          { id: 'name', header: t`Name`, cell: (c) => c.name ?? c.external_id ?? c.email ?? c.id, sort: (c) => c.name },
          {
            id: 'email',
            header: t`E-mail`,
            cell: (c) => <span className="second">{c.email}</span>,
            sort: (c) => c.email,
          },
          {
            id: 'external_id',
            header: t`External id`,
            cell: (c) => c.external_id && <code className="second">{c.external_id}</code>,
            sort: (c) => c.external_id,
          },
          {
            id: 'created_at',
            header: t`Known since`,
            cell: (c) => <span className="second nowrap">{format.date(c.created_at)}</span>,
            sort: (c) => c.created_at,
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
  const add = useAddCustomer()
  const form = useForm({
    id: 'customer',
    initial: { name: '', email: '', external_id: '' },
    labels: { name: t`Name`, email: t`E-mail`, external_id: t`External id` },
    check: (v) =>
      v.name.trim() || v.email.trim() || v.external_id.trim()
        ? {}
        : { name: t`Give a name, an e-mail address or an id` },
    send: async (v) => {
      await add.mutateAsync({
        name: v.name.trim() || undefined,
        email: v.email.trim() || undefined,
        external_id: v.external_id.trim() || undefined,
      })
      toasts.show(t`The customer is added`)
      onClose()
    },
  })
  return (
    <FormDialog title={t`Add a customer`} deed={t`Add`} form={form} onClose={onClose}>
      <TextInput label={form.labels.name} {...form.field('name')} data-autofocus />
      <TextInput label={form.labels.email} type="email" autoComplete="off" {...form.field('email')} />
      <TextInput
        label={form.labels.external_id}
        description={t`As in the systems that send signals`}
        {...form.field('external_id')}
      />
    </FormDialog>
  )
}
