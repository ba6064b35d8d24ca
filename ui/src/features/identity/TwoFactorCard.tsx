import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { sessionKeys } from '../../core/session'
import { type Account, accountKeys, useEndTwoFactor, useRecoveryCodes } from './account'
import { RecoveryCodes } from './RecoveryCodes'
import { TwoFactorSetup } from './TwoFactorSetup'

type Doing = 'setup' | 'off' | 'codes'

/** Whether one signs in with a code as well, and what can be done about it. */
export function TwoFactorCard({ account }: { account: Account }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [doing, setDoing] = useState<Doing>()
  const [codes, setCodes] = useState<readonly string[]>()
  const card = useRef<HTMLDivElement>(null)
  const finish = async () => {
    setDoing(undefined)
    setCodes(undefined)
    await Promise.all([accountKeys.all, sessionKeys.all].map((queryKey) => client.invalidateQueries({ queryKey })))
    card.current?.querySelector('button')?.focus()
  }
  const left = account.recovery_codes_left
  const on = account.two_factor || codes !== undefined
  return (
    <Card title={t`Two-factor sign-in`} controls={<Tag tone={on ? undefined : 'outline'}>{on ? t`on` : t`off`}</Tag>}>
      <CardBody>
        <div ref={card} className="stack">
          {codes ? (
            <RecoveryCodes codes={codes} onDone={() => void finish()} />
          ) : doing === 'setup' ? (
            <TwoFactorSetup onDone={() => void finish()} onCancel={() => void finish()} />
          ) : account.two_factor ? (
            <>
              <p>
                <Trans>You sign in with your password and a code of your authenticator app.</Trans>{' '}
                <Plural value={left} one="# recovery code is left." other="# recovery codes are left." />
                {account.two_factor_required && (
                  <>
                    {' '}
                    <Trans>One of your organisations asks for it, so that it can’t be turned off.</Trans>
                  </>
                )}
              </p>
              <div className="row wrap">
                <Button onClick={() => setDoing('codes')}>
                  <Trans>New recovery codes</Trans>
                </Button>
                {!account.two_factor_required && (
                  <Button onClick={() => setDoing('off')}>
                    <Trans>Turn it off</Trans>
                  </Button>
                )}
              </div>
            </>
          ) : (
            <>
              <p className="second">
                <Trans>
                  A stolen password alone then opens nothing: signing in asks for a code of your phone, too.
                </Trans>
              </p>
              <div className="row">
                <Button kind="primary" icon="lock" onClick={() => setDoing('setup')}>
                  <Trans>Set up two-factor sign-in</Trans>
                </Button>
              </div>
            </>
          )}
        </div>
      </CardBody>
      {doing === 'off' && <Prove deed="off" account={account} onClose={() => setDoing(undefined)} onDone={finish} />}
      {doing === 'codes' && !codes && (
        <Prove deed="codes" account={account} onClose={() => setDoing(undefined)} onCodes={setCodes} onDone={finish} />
      )}
    </Card>
  )
}

/** Asks for a code, and for the password where it was entered some time ago. */
function Prove({
  deed,
  account,
  onClose,
  onDone,
  onCodes,
}: {
  deed: 'off' | 'codes'
  account: Account
  onClose: () => void
  onDone: () => Promise<void>
  onCodes?: (codes: readonly string[]) => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const end = useEndTwoFactor()
  const renew = useRecoveryCodes()
  const form = useForm({
    id: 'prove',
    initial: { password: '', code: '' },
    labels: { password: t`Your password`, code: t`Code` },
    check: (v) => ({
      password: !account.password_needed || v.password ? undefined : t`Enter your password`,
      code: v.code.trim() ? undefined : t`Enter the code`,
    }),
    send: async (v) => {
      const body = { password: v.password || undefined, code: v.code.trim() }
      if (deed === 'codes') {
        onCodes?.((await renew.mutateAsync(body)).recovery_codes ?? [])
        return
      }
      await end.mutateAsync(body)
      toasts.show(t`Two-factor sign-in is off`)
      await onDone()
    },
  })
  return (
    <FormDialog
      title={deed === 'off' ? t`Turn two-factor sign-in off` : t`New recovery codes`}
      deed={deed === 'off' ? t`Turn it off` : t`Make new codes`}
      form={form}
      onClose={onClose}
    >
      {deed === 'codes' && (
        <p>
          <Trans>The codes you have now open nothing any more.</Trans>
        </p>
      )}
      {account.password_needed && (
        <PasswordInput
          label={form.labels.password}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          {...form.field('password')}
        />
      )}
      <TextInput
        label={form.labels.code}
        description={t`The six digits that your authenticator app shows, or a recovery code.`}
        autoComplete="one-time-code"
        data-autofocus
        {...form.field('code')}
      />
    </FormDialog>
  )
}
