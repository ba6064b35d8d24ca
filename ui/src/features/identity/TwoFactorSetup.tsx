import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { CopyField } from '../../components/CopyField'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { type Enrolment, useBeginTwoFactor, useConfirmTwoFactor } from './account'
import css from './door.module.css'
import { RecoveryCodes } from './RecoveryCodes'

/** Sets two-factor sign-in up in three steps: begin, scan and enter a code, keep the recovery codes. */
export function TwoFactorSetup({ onDone, onCancel }: { onDone: () => void; onCancel?: () => void }) {
  const [enrolment, setEnrolment] = useState<Enrolment>()
  const [codes, setCodes] = useState<readonly string[]>()
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  if (enrolment) return <Scan enrolment={enrolment} onCodes={setCodes} onCancel={onCancel} />
  return <Begin onBegun={setEnrolment} onCancel={onCancel} />
}

/** Asks for the password where the server wants to see it once more. */
function Begin({ onBegun, onCancel }: { onBegun: (e: Enrolment) => void; onCancel?: () => void }) {
  const { t } = useLingui()
  const begin = useBeginTwoFactor()
  const [asks, setAsks] = useState(false)
  const form = useForm({
    id: 'two-factor-begin',
    initial: { password: '' },
    labels: { password: t`Your password` },
    check: (v) => ({ password: asks && !v.password ? t`Enter your password` : undefined }),
    send: async (v) => {
      try {
        onBegun(await begin.mutateAsync(v.password))
      } catch (error) {
        if (asProblem(error)?.code !== 'password_needed' || asks) throw error
        setAsks(true)
      }
    },
  })
  return (
    <FormFrame
      form={form}
      name={t`Set up two-factor sign-in`}
      actions={
        <>
          <Button kind="primary" type="submit" busy={form.busy}>
            {asks ? <Trans>Go on</Trans> : <Trans>Set it up</Trans>}
          </Button>
          {onCancel && (
            <Button onClick={onCancel}>
              <Trans>Cancel</Trans>
            </Button>
          )}
        </>
      }
    >
      <p>
        <Trans>
          You need an authenticator app on your phone or in your password manager. It shows six digits, new each half
          minute, which you enter after your password.
        </Trans>
      </p>
      {asks && (
        <PasswordInput
          label={form.labels.password}
          description={t`It was some time ago that you entered it.`}
          autoComplete="current-password"
          autoFocus
          visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          {...form.field('password')}
        />
      )}
    </FormFrame>
  )
}

function Scan({
  enrolment,
  onCodes,
  onCancel,
}: {
  enrolment: Enrolment
  onCodes: (codes: readonly string[]) => void
  onCancel?: () => void
}) {
  const { t } = useLingui()
  const confirm = useConfirmTwoFactor()
  const form = useForm({
    id: 'two-factor',
    initial: { code: '' },
    labels: { code: t`Code` },
    check: (v) => ({ code: /^\d{3}\s?\d{3}$/.test(v.code.trim()) ? undefined : t`Enter the six digits` }),
    send: async (v) => onCodes((await confirm.mutateAsync(v.code.trim())).recovery_codes ?? []),
  })
  return (
    <FormFrame
      form={form}
      name={t`Set up two-factor sign-in`}
      actions={
        <>
          <Button kind="primary" type="submit" busy={form.busy}>
            <Trans>Turn it on</Trans>
          </Button>
          {onCancel && (
            <Button onClick={onCancel}>
              <Trans>Cancel</Trans>
            </Button>
          )}
        </>
      }
    >
      <div className={css.enrol}>
        <img className={css.qr} src={enrolment.qr} alt={t`QR code for the authenticator app`} />
        <div>
          <p>
            <Trans>Scan this with the app. Or enter this key in it:</Trans>
          </p>
          <CopyField label={t`Key for the app`} value={grouped(enrolment.secret)} />
        </div>
      </div>
      <TextInput
        label={form.labels.code}
        description={t`What the app shows now.`}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
        {...form.field('code')}
      />
    </FormFrame>
  )
}

/** In fours, which are easier to type; apps ignore the blanks. */
const grouped = (secret: string) => secret.replace(/(.{4})(?=.)/g, '$1 ')
