import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { address } from '../../components/filter/search'
import { useSearchState } from '../../components/filter/useSearchState'
import { FormDialog } from '../../components/form/FormDialog'
import { FieldRow } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { ListPage, useListSearch } from '../../components/list/ListPage'
import { Menu, type MenuEntry } from '../../components/Menu'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { SegmentTags, useSegmentNames } from './parts'
import { type Customer, useCustomerDeeds, useCustomers } from './queries'
import { TakenBy } from './TakenBy'
import { called } from './words'

/** The customers that signals and cases speak of. */
export function CustomersPage() {
  const { t } = useLingui()
  const format = useFormat()
  const phone = usePhone()
  const { search, typed, setTyped } = useListSearch()
  const [get, set] = useSearchState()
  const segment = get('segment')
  const segments = useSegmentNames()
  const answer = useCustomers(search, segment)
  const may = useMay('people.write')
  const [adding, setAdding] = useState(false)
  const csv = address('/api/v1/customers.csv', { search: search || undefined, segment: segment || undefined })
  const fromFile: MenuEntry[] = [
    { label: phone ? t`Customers from a file` : t`Customers`, icon: 'people', href: '/lists/customers' },
    { label: phone ? t`Purchases from a file` : t`Purchases`, icon: 'list', href: '/lists/purchases' },
  ]
  return (
    <>
      <ListPage
        title={t`Customers`}
        remark={t`newest first`}
        searchLabel={t`Search by name, address or any id`}
        typed={typed}
        onType={setTyped}
        answer={answer}
        rowKey={(c: Customer) => c.id}
        href={(c) => `/customers/${c.id}`}
        nothing={t`No customer is known yet. The first signal that names one adds them.`}
        add={may ? { label: t`Add a customer`, onAdd: () => setAdding(true) } : undefined}
        actions={
          <>
            {may && !phone && <Menu trigger={<Button icon="import">{t`From a file`}</Button>} entries={fromFile} />}
            {!phone && (
              <>
                <ButtonLink icon="people" href="/customers/duplicates">
                  <Trans>Duplicates</Trans>
                </ButtonLink>
                <ButtonLink icon="export" download href={csv}>
                  <Trans>CSV</Trans>
                </ButtonLink>
              </>
            )}
            {phone && (
              <Menu
                trigger={
                  <Button icon="more" square>
                    {t`More`}
                  </Button>
                }
                entries={[
                  ...(may ? fromFile : []),
                  { label: t`Duplicates`, icon: 'people', href: '/customers/duplicates' },
                  { label: t`As CSV`, icon: 'export', href: csv, download: true },
                ]}
              />
            )}
          </>
        }
        tools={{
          narrowed: segment !== '',
          clear: () => set({ segment: undefined, search: undefined }),
          node: segments.length > 0 && (
            <NativeSelect
              aria-label={t`Segment`}
              data={[{ value: '', label: t`Every segment` }, ...segments.map((s) => ({ value: s.key, label: s.name }))]}
              value={segment}
              onChange={(event) => set({ segment: event.currentTarget.value || undefined })}
            />
          ),
        }}
        columns={[
          { id: 'name', header: t`Name`, cell: called, sort: called, width: '24%' },
          { id: 'segments', header: t`Segments`, cell: (c) => <SegmentTags of={c.segments ?? []} /> },
          {
            id: 'email',
            header: t`E-mail`,
            cell: (c) => <span className="second">{c.email}</span>,
            sort: (c) => c.email,
          },
          {
            id: 'phone',
            header: t`Phone`,
            cell: (c) => <span className="second nowrap">{c.phone}</span>,
            phone: 'hide',
          },
          {
            id: 'external_id',
            header: t`External id`,
            cell: (c) => c.external_id && <code className="second">{c.external_id}</code>,
            sort: (c) => c.external_id,
            phone: 'hide',
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
  const router = useRouter()
  const deeds = useCustomerDeeds()
  const [failed, setFailed] = useState<unknown>()
  const form = useForm({
    id: 'customer',
    initial: { name: '', email: '', phone: '', external_id: '' },
    labels: { name: t`Name`, email: t`E-mail`, phone: t`Phone`, external_id: t`External id` },
    check: (v) =>
      Object.values(v).some((text) => text.trim()) ? {} : { name: t`Give a name, or something they are known by` },
    send: async (v) => {
      setFailed(undefined)
      try {
        const { id } = await deeds.add({
          name: v.name.trim() || undefined,
          email: v.email.trim() || undefined,
          phone: v.phone.trim() || undefined,
          external_id: v.external_id.trim() || undefined,
        })
        toasts.show(t`The customer is added`)
        onClose()
        void router.navigate({ href: `/customers/${id}` })
      } catch (error) {
        setFailed(error)
        throw error
      }
    },
  })
  return (
    <FormDialog title={t`Add a customer`} deed={t`Add`} form={form} onClose={onClose}>
      <TakenBy error={failed} />
      <TextInput label={form.labels.name} {...form.field('name')} data-autofocus />
      <FieldRow>
        <TextInput label={form.labels.email} type="email" autoComplete="off" {...form.field('email')} />
        <TextInput label={form.labels.phone} type="tel" autoComplete="off" {...form.field('phone')} />
      </FieldRow>
      <TextInput
        label={form.labels.external_id}
        description={t`As in the systems that send signals`}
        {...form.field('external_id')}
      />
    </FormDialog>
  )
}
