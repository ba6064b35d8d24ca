import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { Card } from '../../components/layout/Page'
import { DataTable } from '../../components/table/DataTable'
import { useUnits } from '../../core/organisation'
import { useSignedIn } from '../../core/session'
import { type Sender, useSenders, useSetSender } from './queries'

type Row = { unit: string; name: string; from_name: string; reply_to: string }

/** As whom units write: what a unit doesn't say holds as above it. */
export function Senders() {
  const { t } = useLingui()
  const { organisation } = useSignedIn()
  const units = useUnits().data ?? []
  const senders = useSenders(true).data ?? []
  const [editing, setEditing] = useState<Row>()
  const said = (unit: string) => senders.find((one: Sender) => (one.unit ?? '') === unit)
  const rows: Row[] = [
    { unit: '', name: organisation.name },
    ...units.map((unit) => ({ unit: unit.id, name: unit.name })),
  ].map((row) => ({ ...row, from_name: said(row.unit)?.from_name ?? '', reply_to: said(row.unit)?.reply_to ?? '' }))
  const above = <span className="muted">{t`as above`}</span>
  return (
    <Card title={t`As whom we write`} remark={t`what a unit doesn’t say holds as in the unit above it`}>
      <DataTable
        label={t`As whom we write`}
        rows={rows}
        rowKey={(row) => row.unit || 'organisation'}
        columns={[
          {
            id: 'unit',
            header: t`Unit`,
            cell: (row) => (
              <>
                <button type="button" className="link" onClick={() => setEditing(row)}>
                  {row.name}
                </button>
                {!row.unit && <span className="muted small">{t` the whole organisation`}</span>}
              </>
            ),
          },
          {
            id: 'from',
            header: t`Name`,
            cell: (row) => row.from_name || (row.unit ? above : <span className="muted">{organisation.name}</span>),
          },
          {
            id: 'reply',
            header: t`Answers go to`,
            cell: (row) => row.reply_to || (row.unit ? above : <span className="muted">{t`the sending address`}</span>),
            phone: 'under',
          },
          {
            id: 'edit',
            header: <span className="vh">{t`Deeds`}</span>,
            align: 'right',
            phone: 'hide',
            cell: (row) => {
              const { name } = row
              return (
                <Button kind="quiet" square icon="edit" onClick={() => setEditing(row)}>
                  {t`Edit how ${name} writes`}
                </Button>
              )
            },
          },
        ]}
        empty={<Trans>No unit yet.</Trans>}
      />
      {editing && <SenderDialog row={editing} onClose={() => setEditing(undefined)} />}
    </Card>
  )
}

function SenderDialog({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const save = useSetSender()
  const { name } = row
  const form = useForm({
    id: 'sender',
    initial: { from_name: row.from_name, reply_to: row.reply_to },
    labels: { from_name: t`Name`, reply_to: t`Answers go to` },
    send: async (v) => {
      await save.mutateAsync({ unit: row.unit || undefined, ...v })
      toasts.show(t`Saved`)
      onClose()
    },
  })
  return (
    <FormDialog title={t`As whom ${name} writes`} deed={t`Save`} form={form} onClose={onClose}>
      <TextInput
        label={form.labels.from_name}
        description={t`Shown before the sender’s address`}
        maxLength={100}
        data-autofocus
        {...form.field('from_name')}
      />
      <TextInput label={form.labels.reply_to} type="email" maxLength={254} {...form.field('reply_to')} />
    </FormDialog>
  )
}
