import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
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
  useEffect(() => {
    document.title = `${t`Sign in`} · Touchstone`
  }, [t])
  const form = useForm({
    id: 'sign-in',
    initial: { email: '', password: '' },
    labels: { email: t`E-mail`, password: t`Password` },
    check: (v) => ({
      email: v.email.trim() ? undefined : t`Enter your e-mail address`,
      password: v.password ? undefined : t`Enter your password`,
    }),
    send: async (v) => {
      await signIn.mutateAsync({ email: v.email.trim(), password: v.password })
      await router.navigate({ href: safeNext(next) })
    },
  })
  return (
    <DoorFrame title={t`Sign in`}>
      <FormFrame
        form={form}
        name={t`Sign in`}
        actions={
          <Button kind="primary" type="submit" busy={form.busy} className={css.submit}>
            <Trans>Sign in</Trans>
          </Button>
        }
      >
        <TextInput label={t`E-mail`} type="email" autoComplete="username" autoFocus {...form.field('email')} />
        <PasswordInput
          label={t`Password`}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          {...form.field('password')}
        />
      </FormFrame>
    </DoorFrame>
  )
}
