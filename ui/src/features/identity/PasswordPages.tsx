import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useSession } from '../../core/session'
import { useAskReset, useReset } from './account'
import { DoorFrame } from './DoorFrame'
import css from './door.module.css'
import { linkToken, shortest } from './link'

/** Somebody who has forgotten their password has a link sent. The answer is the same whoever they are. */
export function ForgotPage() {
  const { t } = useLingui()
  const mail = useSession().data?.mail ?? true
  const ask = useAskReset()
  const [sentTo, setSentTo] = useState('')
  useTitle(t`Forgot your password?`)
  const form = useForm({
    id: 'forgot',
    initial: { email: '' },
    labels: { email: t`E-mail` },
    check: (v) => ({ email: /^\S+@\S+$/.test(v.email.trim()) ? undefined : t`Enter your e-mail address` }),
    send: async (v) => {
      await ask.mutateAsync(v.email.trim())
      setSentTo(v.email.trim())
    },
  })
  if (!mail) {
    return (
      <DoorFrame title={t`Forgot your password?`}>
        <p>
          <Trans>
            This installation sends no mail. Ask an administrator of your organisation: under People they can make a
            link by which you set a new password.
          </Trans>
        </p>
        <BackToSignIn />
      </DoorFrame>
    )
  }
  return (
    <DoorFrame title={t`Forgot your password?`}>
      {sentTo ? (
        <div role="status">
          <Notice icon="mail">
            <Trans>
              If {sentTo} has a login here, a letter is on its way. Its link works once, within an hour. Nothing came?
              Look among the unwanted mail, or ask an administrator.
            </Trans>
          </Notice>
        </div>
      ) : (
        <FormFrame
          form={form}
          name={t`Forgot your password?`}
          actions={
            <Button kind="primary" type="submit" busy={form.busy} className={css.submit}>
              <Trans>Send me a link</Trans>
            </Button>
          }
        >
          <TextInput
            label={form.labels.email}
            type="email"
            autoComplete="username"
            autoFocus
            {...form.field('email')}
          />
        </FormFrame>
      )}
      <BackToSignIn />
    </DoorFrame>
  )
}

/** Sets a new password by the link of a letter. */
export function ResetPage() {
  const { t } = useLingui()
  const token = linkToken()
  const reset = useReset()
  const [done, setDone] = useState(false)
  useTitle(t`A new password`)
  const form = useForm({
    id: 'reset',
    initial: { password: '' },
    labels: { password: t`New password` },
    check: (v) => ({
      password: [...v.password].length >= shortest ? undefined : t`Use at least ${shortest} characters`,
    }),
    send: async (v) => {
      await reset.mutateAsync({ token, password: v.password })
      setDone(true)
    },
  })
  let inside: ReactNode = (
    <FormFrame
      form={form}
      name={t`A new password`}
      actions={
        <Button kind="primary" type="submit" busy={form.busy} className={css.submit}>
          <Trans>Set the password</Trans>
        </Button>
      }
    >
      <PasswordInput
        label={form.labels.password}
        description={t`At least ${shortest} characters; a sentence is easy to remember. You are signed out everywhere.`}
        autoComplete="new-password"
        autoFocus
        visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
        {...form.field('password')}
      />
    </FormFrame>
  )
  if (!token) inside = <Notice tone="worse">{t`This link isn’t whole. Copy all of it from the letter.`}</Notice>
  if (done) {
    inside = (
      <p role="status">
        <Trans>The new password holds. Sign in with it.</Trans>
      </p>
    )
  }
  return (
    <DoorFrame title={t`A new password`}>
      {inside}
      <BackToSignIn />
    </DoorFrame>
  )
}

function BackToSignIn() {
  return (
    <AppLink className={css.aside} href="/sign-in">
      <Trans>To sign-in</Trans>
    </AppLink>
  )
}

function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Touchstone`
  }, [title])
}
