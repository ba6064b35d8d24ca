import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { CopyField } from '../../components/CopyField'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useReturnFocus } from '../../components/useReturnFocus'
import { useSession } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { type Invitation, useInvite } from './account'
import type { Role } from './queries'
import { RoleFields } from './RoleFields'

/** Invites somebody, then shows the link: mail may not be set up, or may not arrive. */
export function InvitePerson({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<Invitation>()
  return made ? <InvitationLink invitation={made} onClose={onClose} /> : <Ask onMade={setMade} onClose={onClose} />
}

function Ask({ onMade, onClose }: { onMade: (made: Invitation) => void; onClose: () => void }) {
  const { t } = useLingui()
  const mail = useSession().data?.mail ?? false
  const invite = useInvite()
  const form = useForm({
    id: 'invite',
    initial: { email: '', name: '', role: 'viewer' as Role, unit: '', letter: mail },
    labels: { email: t`E-mail`, name: t`Name`, role: t`Role`, unit: t`Unit`, letter: t`Send the link by e-mail` },
    check: (v) => ({ email: /^\S+@\S+$/.test(v.email.trim()) ? undefined : t`Enter an e-mail address` }),
    send: async (v) =>
      onMade(
        await invite.mutateAsync({
          email: v.email.trim(),
          name: v.name.trim() || undefined,
          role: v.role,
          unit: v.unit || undefined,
          quiet: !v.letter,
        }),
      ),
  })
  return (
    <FormDialog title={t`Invite a person`} deed={t`Invite`} form={form} onClose={onClose} size={520}>
      <TextInput label={form.labels.email} type="email" autoComplete="off" {...form.field('email')} data-autofocus />
      <TextInput
        label={form.labels.name}
        description={t`May be left out; they write it themselves.`}
        autoComplete="off"
        {...form.field('name')}
      />
      <RoleFields form={form} />
      {mail ? (
        <Checkbox
          id={form.id('letter')}
          label={form.labels.letter}
          checked={form.values.letter}
          onChange={(event) => form.set({ letter: event.currentTarget.checked })}
        />
      ) : (
        <p className="second small">
          <Trans>No mail server is set up: you get the link to hand over yourself.</Trans>
        </p>
      )}
    </FormDialog>
  )
}

/** Closes by its button only: the link is shown this once. */
export function InvitationLink({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const { t } = useLingui()
  const format = useFormat()
  useReturnFocus()
  const { email } = invitation
  const until = format.dateTime(invitation.expires_at)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`${email} is invited`}
      centered
      size={520}
      withCloseButton={false}
      closeOnClickOutside={false}
      transitionProps={{ duration: 120 }}
    >
      <div className="stack">
        <p>
          {invitation.mail === 'none' ? (
            <Trans>Give them this link. It works once, until {until}.</Trans>
          ) : (
            <Trans>A letter with this link is on its way. It works once, until {until}.</Trans>
          )}{' '}
          <b>
            <Trans>It is shown this once.</Trans>
          </b>
        </p>
        <CopyField label={t`The link`} value={invitation.link ?? ''} />
        <div className="row">
          <Button kind="primary" onClick={onClose} data-autofocus>
            <Trans>Done</Trans>
          </Button>
        </div>
      </div>
    </Modal>
  )
}
