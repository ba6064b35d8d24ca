import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { asProblem } from '../../api/problem'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useSignIn } from '../../core/session'
import { DoorFrame } from './DoorFrame'
import css from './door.module.css'
import { safeNext } from './next'

export function SignInPage() {
  const { t } = useLingui()
  const router = useRouter()
  const { next } = useSearch({ strict: false }) as { next?: string }
  const signIn = useSignIn()
  const [asksCode, setAsksCode] = useState(false)
  useEffect(() => {
    document.title = `${t`Sign in`} · Touchstone`
  }, [t])
  const form = useForm({
    id: 'sign-in',
    initial: { email: '', password: '', code: '' },
    labels: { email: t`E-mail`, password: t`Password`, code: t`Code` },
    check: (v) => ({
      email: v.email.trim() ? undefined : t`Enter your e-mail address`,
      password: v.password ? undefined : t`Enter your password`,
      code: asksCode && !v.code.trim() ? t`Enter the code` : undefined,
    }),
    send: async (v) => {
      try {
        await signIn.mutateAsync({
          email: v.email.trim(),
          password: v.password,
          code: asksCode ? v.code.trim() : undefined,
        })
      } catch (error) {
        if (asProblem(error)?.code !== 'code_needed') throw error
        setAsksCode(true)
        return
      }
      await router.navigate({ href: safeNext(next) })
    },
  })
  const back = () => {
    setAsksCode(false)
    form.set({ code: '' })
  }
  return (
    <DoorFrame title={asksCode ? t`Enter your code` : t`Sign in`}>
      <FormFrame
        form={form}
        name={t`Sign in`}
        actions={
          <Button kind="primary" type="submit" busy={form.busy} className={css.submit}>
            <Trans>Sign in</Trans>
          </Button>
        }
      >
        {asksCode ? (
          <TextInput
            key="code"
            label={t`Code`}
            description={t`The six digits that your authenticator app shows. Without your device, a recovery code.`}
            autoComplete="one-time-code"
            inputMode="text"
            autoFocus
            {...form.field('code')}
          />
        ) : (
          <>
            <TextInput label={t`E-mail`} type="email" autoComplete="username" autoFocus {...form.field('email')} />
            <PasswordInput
              label={t`Password`}
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
              {...form.field('password')}
            />
          </>
        )}
      </FormFrame>
      {asksCode ? (
        <Button kind="quiet" icon="left" onClick={back}>
          <Trans>Use another login</Trans>
        </Button>
      ) : (
        <AppLink className={css.aside} href="/forgot">
          <Trans>Forgot your password?</Trans>
        </AppLink>
      )}
    </DoorFrame>
  )
}
