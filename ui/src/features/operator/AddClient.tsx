import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, Select, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Button } from '../../components/Button'
import { CopyField } from '../../components/CopyField'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { browserZone } from '../../words/i18n'
import { type Added, useAddClient } from './queries'

/** Adds an organisation, and shows the link of the owner who is invited. */
export function AddClient({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<Added>()
  return made?.invitation?.link ? (
    <OwnerLink made={made} link={made.invitation.link} onClose={onClose} />
  ) : (
    <Ask onMade={(a) => (a.invitation ? setMade(a) : onClose())} onClose={onClose} />
  )
}

function Ask({ onMade, onClose }: { onMade: (made: Added) => void; onClose: () => void }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const add = useAddClient()
  const zones = useMemo(() => [...new Set([browserZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])], [])
  const form = useForm({
    id: 'client',
    initial: { organisation: '', zone: browserZone(), owner_email: '' },
    labels: { organisation: t`Organisation`, zone: t`Time zone`, owner_email: t`E-mail of its owner` },
    check: (v) => ({
      organisation: v.organisation.trim() ? undefined : t`Name the organisation`,
      owner_email:
        v.owner_email.trim() === '' || /^\S+@\S+$/.test(v.owner_email.trim()) ? undefined : t`Enter an e-mail address`,
    }),
    send: async (v) => {
      const made = await add.mutateAsync({
        organisation: v.organisation.trim(),
        zone: v.zone,
        owner_email: v.owner_email.trim() || undefined,
      })
      toasts.show(t`${made.name} is added; you find it among your organisations`)
      onMade(made)
    },
  })
  return (
    <FormDialog title={t`Add an organisation`} deed={t`Add`} form={form} onClose={onClose} size={520}>
      <TextInput label={form.labels.organisation} autoComplete="off" {...form.field('organisation')} data-autofocus />
      <Select
        label={form.labels.zone}
        data={zones}
        searchable
        allowDeselect={false}
        limit={60}
        nothingFoundMessage={t`No time zone is called that`}
        {...form.control('zone')}
      />
      <TextInput
        label={form.labels.owner_email}
        description={t`They are invited. You are its first owner, seen in its list of people, and can leave once they have joined.`}
        type="email"
        autoComplete="off"
        {...form.field('owner_email')}
      />
    </FormDialog>
  )
}

function OwnerLink({ made, link, onClose }: { made: Added; link: string; onClose: () => void }) {
  const { t } = useLingui()
  const { name } = made
  const email = made.invitation?.email ?? ''
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`${name} is added`}
      centered
      size={520}
      withCloseButton={false}
      closeOnClickOutside={false}
      transitionProps={{ duration: 120 }}
    >
      <div className="stack">
        <p>
          {made.invitation?.mail === 'none' ? (
            <Trans>Give {email} this link to join as owner. It works once, within a week.</Trans>
          ) : (
            <Trans>A letter with this link is on its way to {email}, who joins as owner by it.</Trans>
          )}{' '}
          <b>
            <Trans>It is shown this once.</Trans>
          </b>
        </p>
        <CopyField label={t`The link`} value={link} />
        <div className="row">
          <Button kind="primary" onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </div>
      </div>
    </Modal>
  )
}
