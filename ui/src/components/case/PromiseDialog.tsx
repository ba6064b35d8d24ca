import { useLingui } from '@lingui/react/macro'
import { Select, TextInput } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { type Commitment, useCommitmentCalls } from '../../core/commitments'
import { useCustomerChoice } from '../../core/customers'
import { useCaseOwners } from '../../core/organisation'
import { useFormat } from '../../words/i18n'
import { fromLocal, toLocal } from '../../words/zone'
import { useToasts } from '../feedback/Toasts'
import { FormDialog } from '../form/FormDialog'
import { useForm } from '../form/useForm'
import { Icon } from '../Icon'

type Whom = { case?: string; customer?: string }

/** Something promised by a time: on a case, to a customer, or to whoever is chosen here. */
export function PromiseDialog({
  title,
  to,
  onClose,
  onMade,
}: {
  title: string
  /** To whom; else the dialog asks. */
  to?: Whom
  onClose: () => void
  onMade?: (made: Commitment) => void
}) {
  const { t } = useLingui()
  const { zone } = useFormat()
  const toasts = useToasts()
  const { promise } = useCommitmentCalls()
  const owners = useCaseOwners()
  const [typed, setTyped] = useState('')
  const customers = useCustomerChoice(useDeferredValue(typed.trim()), !to).data ?? []
  const form = useForm({
    id: 'promise',
    initial: {
      text: '',
      due_at: toLocal(new Date(Date.now() + 24 * 3_600_000).toISOString(), zone),
      owner: null as string | null,
      customer: null as string | null,
    },
    labels: { text: t`What is promised`, due_at: t`By when`, owner: t`Who keeps it`, customer: t`Customer` },
    check: (v) => ({
      text: v.text.trim() ? undefined : t`Say what is promised`,
      due_at: fromLocal(v.due_at, zone) ? undefined : t`Enter a date and a time`,
      customer: to || v.customer ? undefined : t`Say to whom`,
    }),
    send: async (v) => {
      const made = await promise.mutateAsync({
        ...(to ?? { customer: v.customer ?? undefined }),
        text: v.text.trim(),
        due_at: fromLocal(v.due_at, zone) as string,
        owner: v.owner || undefined,
      })
      toasts.show(t`The commitment is kept in mind: whoever keeps it is reminded before its time`)
      onMade?.(made)
      onClose()
    },
  })
  return (
    <FormDialog title={title} deed={t`Promise`} form={form} onClose={onClose}>
      {!to && (
        <Select
          label={form.labels.customer}
          data={customers.map((c) => ({ value: c.id, label: c.name ?? c.email ?? c.external_id ?? c.id }))}
          // The server has searched already, also by address and id, which the label may not show.
          filter={({ options }) => options}
          nothingFoundMessage={t`No customer is called that`}
          searchable
          onSearchChange={setTyped}
          data-autofocus
          {...form.control('customer')}
        />
      )}
      <TextInput
        label={form.labels.text}
        placeholder={t`Call back with the outcome`}
        maxLength={500}
        data-autofocus={to ? true : undefined}
        {...form.field('text')}
      />
      <TextInput
        type="datetime-local"
        label={form.labels.due_at}
        description={t`In the time zone ${zone}`}
        {...form.field('due_at')}
      />
      <Select
        label={form.labels.owner}
        placeholder={t`You`}
        data={owners.map((o) => ({ value: o.id, label: o.name }))}
        searchable
        clearable
        {...form.control('owner')}
      />
      <p className="second small">
        <Icon name="info" />{' '}
        {to?.case
          ? t`Once its time has passed and it wasn’t kept, the case goes to the top of the inbox.`
          : t`Once its time has passed and it wasn’t kept, it stands among the broken ones until somebody sees to it.`}
      </p>
    </FormDialog>
  )
}
