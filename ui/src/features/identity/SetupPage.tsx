import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, Select, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { Button } from '../../components/Button'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useSetup } from '../../core/session'
import { browserZone } from '../../words/i18n'
import { DoorFrame } from './DoorFrame'
import css from './door.module.css'

const shortest = 12

/** The first run: an organisation and its owner. */
export function SetupPage() {
  const { t } = useLingui()
  const router = useRouter()
  const setup = useSetup()
  const guess = browserZone()
  const zones = useMemo(() => [...new Set([guess, 'UTC', ...Intl.supportedValuesOf('timeZone')])], [guess])
  useEffect(() => {
    document.title = `${t`Set up`} · Touchstone`
  }, [t])
  const form = useForm({
    id: 'setup',
    initial: { organisation: '', zone: guess, name: '', email: '', password: '', code: '' },
    labels: {
      organisation: t`Organisation`,
      zone: t`Time zone`,
      name: t`Your name`,
      email: t`E-mail`,
      password: t`Password`,
      code: t`Set-up code`,
    },
    check: (v) => ({
      organisation: v.organisation.trim() ? undefined : t`Name the organisation`,
      zone: v.zone ? undefined : t`Choose a time zone`,
      name: v.name.trim() ? undefined : t`Enter your name`,
      email: /^\S+@\S+$/.test(v.email.trim()) ? undefined : t`Enter an e-mail address`,
      password: [...v.password].length >= shortest ? undefined : t`Use at least ${shortest} characters`,
    }),
    send: async (v) => {
      await setup.mutateAsync({
        organisation: v.organisation.trim(),
        zone: v.zone,
        name: v.name.trim(),
        email: v.email.trim(),
        password: v.password,
        code: v.code.trim() || undefined,
      })
      await router.navigate({ href: '/setup/guide' })
    },
  })
  return (
    <DoorFrame title={t`Set up Touchstone`} lead={<Trans>This takes a minute. Everything can be changed later.</Trans>}>
      <FormFrame
        form={form}
        name={t`Set up Touchstone`}
        actions={
          <Button kind="primary" type="submit" busy={form.busy} className={css.submit}>
            <Trans>Create the organisation</Trans>
          </Button>
        }
      >
        <TextInput label={t`Organisation`} autoComplete="organization" autoFocus {...form.field('organisation')} />
        <Select
          label={t`Time zone`}
          description={t`Days, weeks and months of all figures are counted in it.`}
          data={zones}
          searchable
          limit={60}
          nothingFoundMessage={t`No time zone is called that`}
          {...form.control('zone')}
        />
        <TextInput label={t`Your name`} autoComplete="name" {...form.field('name')} />
        <TextInput label={t`E-mail`} type="email" autoComplete="username" {...form.field('email')} />
        <PasswordInput
          label={t`Password`}
          description={t`At least ${shortest} characters; a sentence is easy to remember.`}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          {...form.field('password')}
        />
        <TextInput
          label={t`Set-up code`}
          description={t`Printed where the server was started. Not needed on the server’s own machine.`}
          autoComplete="off"
          {...form.field('code')}
        />
      </FormFrame>
    </DoorFrame>
  )
}
