import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { asProblem } from '../../api/problem'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useFormatRole } from '../../components/useFormatRole'
import { useJoin } from '../../core/session'
import { type Invited, useInvited } from './account'
import { DoorFrame } from './DoorFrame'
import css from './door.module.css'
import { linkToken, shortest } from './link'

/** Where an invitation's link leads. */
export function JoinPage() {
  const { t } = useLingui()
  const token = linkToken()
  const invited = useInvited(token)
  useEffect(() => {
    document.title = `${t`Invitation`} · Touchstone`
  }, [t])
  if (invited.data) return <Join token={token} invited={invited.data} />
  return (
    <DoorFrame title={t`Invitation`}>
      {invited.isError || !token ? (
        <>
          <ErrorState
            error={invited.error}
            title={token ? t`This invitation doesn’t open anything` : t`This link isn’t whole`}
          />
          <AppLink className={css.aside} href="/sign-in">
            <Trans>To sign-in</Trans>
          </AppLink>
        </>
      ) : (
        <LoadingRows rows={3} />
      )}
    </DoorFrame>
  )
}

function Join({ token, invited }: { token: string; invited: Invited }) {
  const { t } = useLingui()
  const router = useRouter()
  const role = useFormatRole()
  const join = useJoin()
  const [asksCode, setAsksCode] = useState(false)
  const { organisation, invited_by: by, email, known, signed_in: inside } = invited
  const as = role(invited.role)
  const form = useForm({
    id: 'join',
    initial: { name: invited.name ?? '', password: '', code: '' },
    labels: { name: t`Your name`, password: t`Password`, code: t`Code` },
    check: (v) => ({
      name: known || v.name.trim() ? undefined : t`Enter your name`,
      password: inside
        ? undefined
        : known
          ? v.password
            ? undefined
            : t`Enter your password`
          : [...v.password].length >= shortest
            ? undefined
            : t`Use at least ${shortest} characters`,
    }),
    send: async (v) => {
      try {
        await join.mutateAsync({
          token,
          name: v.name.trim() || undefined,
          password: v.password || undefined,
          code: v.code.trim() || undefined,
        })
      } catch (error) {
        if (asProblem(error)?.code !== 'code_needed') throw error
        setAsksCode(true)
        return
      }
      await router.navigate({ href: '/' })
    },
  })
  return (
    <DoorFrame
      title={t`Join ${organisation}`}
      lead={
        <Trans>
          {by} invites {email} as {as}.
        </Trans>
      }
    >
      <FormFrame
        form={form}
        name={t`Join ${organisation}`}
        actions={
          <Button kind="primary" type="submit" busy={form.busy} className={css.submit}>
            {t`Join ${organisation}`}
          </Button>
        }
      >
        {inside && (
          <p>
            <Trans>You are signed in with this address, so nothing else is needed.</Trans>
          </p>
        )}
        {!known && <TextInput label={form.labels.name} autoComplete="name" autoFocus {...form.field('name')} />}
        {!inside && (
          <PasswordInput
            label={form.labels.password}
            description={
              known
                ? t`This address has a login here: join with its password.`
                : t`At least ${shortest} characters; a sentence is easy to remember.`
            }
            autoComplete={known ? 'current-password' : 'new-password'}
            autoFocus={known}
            visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
            {...form.field('password')}
          />
        )}
        {asksCode && (
          <TextInput
            label={form.labels.code}
            description={t`The six digits that your authenticator app shows. Without your device, a recovery code.`}
            autoComplete="one-time-code"
            autoFocus
            {...form.field('code')}
          />
        )}
      </FormFrame>
    </DoorFrame>
  )
}
