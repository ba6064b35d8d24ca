import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Modal, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Link, useLinks, useMakeLink, useRevokeLink } from '../../core/views'
import { useFormat } from '../../words/i18n'
import { Button } from '../Button'
import { CopyField } from '../CopyField'
import { ErrorState } from '../feedback/ErrorState'
import { useToasts } from '../feedback/Toasts'
import { FormFrame } from '../form/FormFrame'
import { useForm } from '../form/useForm'
import { useReturnFocus } from '../useReturnFocus'
import css from './share.module.css'

const lifetimes = ['7', '30', '90', '365'] as const
const dayMs = 86_400_000

/** Read-only links to one view or dashboard: making one, seeing when each was last opened, ending it. */
export function ShareDialog({
  kind,
  id,
  name,
  onClose,
}: {
  kind: 'view' | 'dashboard'
  id: string
  name: string
  onClose: () => void
}) {
  const { t } = useLingui()
  useReturnFocus()
  const [made, setMade] = useState<Link>()
  const links = useLinks(id, true)
  const live = (links.data ?? []).filter((one) => !one.revoked_at && Date.parse(one.expires_at) > Date.now())
  const ended = (links.data ?? []).length - live.length
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Read-only link to ${name}`}
      centered
      size={560}
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
    >
      <div className="stack" style={{ gap: 16 }}>
        {made ? (
          <div className="stack">
            <p>
              <b>
                <Trans>Copy it now: the address is shown this once.</Trans>
              </b>
            </p>
            <CopyField label={t`The link`} value={`${window.location.origin}/shared/${made.token}`} />
          </div>
        ) : (
          <Ask kind={kind} id={id} onMade={setMade} />
        )}
        {links.isError && <ErrorState error={links.error} onRetry={() => links.refetch()} />}
        {live.length > 0 && (
          <div>
            <h3 className={css.heading}>
              <Trans>Links that work</Trans>
            </h3>
            <ul className={css.links}>
              {live.map((one) => (
                <LinkLine key={one.id} link={one} />
              ))}
            </ul>
          </div>
        )}
        {ended > 0 && (
          <p className="muted small">
            <Plural value={ended} one="One more has ended." other="# more have ended." />
          </p>
        )}
        <div className="row">
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        </div>
      </div>
    </Modal>
  )
}

function Ask({ kind, id, onMade }: { kind: 'view' | 'dashboard'; id: string; onMade: (link: Link) => void }) {
  const { t } = useLingui()
  const make = useMakeLink()
  const words: Record<(typeof lifetimes)[number], string> = {
    '7': t`in a week`,
    '30': t`in 30 days`,
    '90': t`in 90 days`,
    '365': t`in a year`,
  }
  const form = useForm({
    id: 'share',
    initial: { note: '', days: '30', password: '' },
    labels: { note: t`For whom`, days: t`Ends`, password: t`Password` },
    send: async (v) =>
      onMade(
        await make.mutateAsync({
          kind,
          item: id,
          note: v.note.trim() || undefined,
          password: v.password || undefined,
          expires_at: new Date(Date.now() + Number(v.days) * dayMs - 60_000).toISOString(),
        }),
      ),
  })
  return (
    <FormFrame
      form={form}
      name={t`Make a link`}
      actions={
        <Button kind="primary" type="submit" icon="link" busy={form.busy}>
          <Trans>Make a link</Trans>
        </Button>
      }
    >
      <p className="second">
        <Trans>
          Whoever has the link sees these figures without signing in, as far as you may see them yourself, and never a
          signal or a comment.
        </Trans>
      </p>
      <TextInput
        label={form.labels.note}
        description={t`So that you know it again; may stay empty.`}
        maxLength={200}
        {...form.field('note')}
        data-autofocus
      />
      <NativeSelect
        label={form.labels.days}
        data={lifetimes.map((value) => ({ value, label: words[value] }))}
        {...form.field('days')}
      />
      <PasswordInput
        label={form.labels.password}
        description={t`May stay empty. At least 6 characters; tell it on another way than the link.`}
        autoComplete="new-password"
        {...form.field('password')}
      />
    </FormFrame>
  )
}

function LinkLine({ link }: { link: Link }) {
  const { t } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const revoke = useRevokeLink()
  const until = format.date(link.expires_at)
  const last = link.opened_at ? format.dateTime(link.opened_at) : ''
  return (
    <li>
      <div className="grow">
        <p>
          {link.note || t`Link of ${format.date(link.created_at)}`}{' '}
          {link.has_password && <span className="muted small">· {t`with a password`}</span>}
        </p>
        <p className="muted small">
          {t`${link.made_by} · ends ${until}`} · {last ? t`last opened ${last}` : t`never opened`}
        </p>
      </div>
      <Button
        busy={revoke.isPending}
        onClick={() =>
          revoke.mutate(link.id, {
            onSuccess: () => toasts.show(t`The link has ended`),
            onError: () => toasts.show(t`The link could not be ended`, { tone: 'failed' }),
          })
        }
      >
        <Trans>End it</Trans>
      </Button>
    </li>
  )
}
