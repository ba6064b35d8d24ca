import { Trans, useLingui } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { CopyField } from '../../components/CopyField'
import { ConfirmDialog } from '../../components/feedback/ConfirmDialog'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { useReturnFocus } from '../../components/useReturnFocus'
import type { Member } from '../../core/organisation'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { useEndSessionsOf, usePasswordLink, useResetTwoFactorOf, useSessionsOf } from './account'
import { SessionsTable } from './SessionsList'

type Props = { member: Member; onClose: () => void }

/** A member's sessions in this organisation. */
export function SessionsDialog({ member, onClose }: Props) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const sessions = useSessionsOf(member.id)
  const end = useEndSessionsOf(member.id)
  useReturnFocus()
  const failed = (error: unknown) => toasts.show(explain(i18n, error), { tone: 'failed' })
  const { name } = member
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Where ${name} is signed in`}
      centered
      size={680}
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
    >
      <div className="stack">
        {sessions.isError ? (
          <ErrorState error={sessions.error} onRetry={() => sessions.refetch()} />
        ) : sessions.isPending ? (
          <LoadingRows rows={2} />
        ) : (
          <SessionsTable
            sessions={sessions.data}
            onEnd={(s) => end.mutate(s.id, { onSuccess: () => toasts.show(t`The session has ended`), onError: failed })}
          />
        )}
        <div className="row wrap">
          <Button onClick={onClose} data-autofocus>
            <Trans>Close</Trans>
          </Button>
          {(sessions.data?.length ?? 0) > 1 && (
            <Button
              busy={end.isPending}
              onClick={() =>
                end.mutate(undefined, { onSuccess: () => toasts.show(t`${name} is signed out`), onError: failed })
              }
            >
              <Trans>End all</Trans>
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}

/** A link by which a member sets a new password, for handing over. */
export function PasswordLinkDialog({ member, onClose }: Props) {
  const { t } = useLingui()
  const format = useFormat()
  const make = usePasswordLink()
  const [made, setMade] = useState<{ link: string; expires_at: string }>()
  const { name } = member
  if (!made) {
    return (
      <ConfirmDialog
        opened
        title={t`A new password for ${name}`}
        deed={t`Make a link`}
        onConfirm={async () => setMade(await make.mutateAsync(member.id))}
        onClose={() => make.isSuccess || onClose()}
      >
        <Trans>
          You get a link to hand over, by which they set a new password. It works once, within an hour. The audit says
          that you made it.
        </Trans>
      </ConfirmDialog>
    )
  }
  const until = format.time(made.expires_at)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`A new password for ${name}`}
      centered
      size={520}
      withCloseButton={false}
      closeOnClickOutside={false}
      transitionProps={{ duration: 120 }}
    >
      <div className="stack">
        <p>
          <Trans>
            Give {name} this link. It works once, until {until}.
          </Trans>
        </p>
        <CopyField label={t`The link`} value={made.link} />
        <div className="row">
          <Button kind="primary" onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </div>
      </div>
    </Modal>
  )
}

/** Takes a lost second factor away. */
export function ResetTwoFactorDialog({ member, onClose }: Props) {
  const { t } = useLingui()
  const toasts = useToasts()
  const reset = useResetTwoFactorOf()
  const { name } = member
  return (
    <ConfirmDialog
      opened
      danger
      title={t`Take the second factor of ${name} away`}
      deed={t`Take it away`}
      onConfirm={async () => {
        await reset.mutateAsync(member.id)
        toasts.show(t`${name} signs in with the password alone`)
      }}
      onClose={onClose}
    >
      <Trans>
        For somebody who has lost their device and their recovery codes. They are signed out everywhere, and sign in
        with their password alone until they set it up again. Be sure that it is they who ask.
      </Trans>
    </ConfirmDialog>
  )
}
