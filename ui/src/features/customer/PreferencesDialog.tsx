import { useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { back } from './EditDialog'
import { type Channel, type Known, useCustomerDeeds } from './queries'
import { useSeen } from './useSeen'
import { channels, useChannelWords } from './words'

/** How a customer wants to be contacted, if at all. */
export function PreferencesDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const deeds = useCustomerDeeds()
  const words = useChannelWords()
  const { first, save } = useSeen(known)
  const [wanted, setWanted] = useState<readonly Channel[]>(first.preferences.channels ?? [])
  const form = useForm({
    id: 'preferences',
    initial: { do_not_contact: first.preferences.do_not_contact },
    labels: { do_not_contact: t`Do not contact at all` },
    send: async (v) => {
      const body = { do_not_contact: v.do_not_contact, channels: channels.filter((c) => wanted.includes(c)) }
      const now = await save(body)
      onClose()
      toasts.show(t`How to contact them is noted`, {
        undo: () =>
          void deeds
            .edit(now.id, now.version, back(first, body))
            .catch(() => toasts.show(t`It could not be undone`, { tone: 'failed' })),
      })
    },
  })
  return (
    <FormDialog title={t`How to contact them`} deed={t`Save`} form={form} onClose={onClose}>
      <Checkbox
        id={form.id('do_not_contact')}
        label={form.labels.do_not_contact}
        description={t`Through no channel and for no purpose. Replies from cases are refused, too.`}
        checked={form.values.do_not_contact}
        data-autofocus
        onChange={(event) => form.set({ do_not_contact: event.currentTarget.checked })}
      />
      <fieldset disabled={form.values.do_not_contact}>
        <legend className="small second">{t`They may be contacted through`}</legend>
        <div className="stack" style={{ marginTop: 4 }}>
          {channels.map((c) => (
            <Checkbox
              key={c}
              label={words[c]}
              checked={wanted.includes(c)}
              disabled={form.values.do_not_contact}
              onChange={(event) =>
                setWanted(event.currentTarget.checked ? [...wanted, c] : wanted.filter((one) => one !== c))
              }
            />
          ))}
        </div>
      </fieldset>
    </FormDialog>
  )
}
