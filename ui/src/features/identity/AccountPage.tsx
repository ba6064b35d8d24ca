import { Trans, useLingui } from '@lingui/react/macro'
import { PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SegmentedControl } from '../../components/SegmentedControl'
import { chooseDirection, chosenDirection } from '../../words/direction'
import { loadWords } from '../../words/i18n'
import { type Account, useAccount, useChangePassword, useRename } from './account'
import { shortest } from './link'
import { MySessions } from './SessionsList'
import { TwoFactorCard } from './TwoFactorCard'

/** One's own login: the same in every organisation one belongs to. */
export function AccountPage() {
  const { t } = useLingui()
  const account = useAccount()
  return (
    <>
      <PageHeader title={t`Your account`} remark={t`the same in every organisation you belong to`} />
      <PageBody narrow>
        {account.isError ? (
          <ErrorState
            error={account.error}
            title={t`Your account could not be loaded`}
            onRetry={() => account.refetch()}
          />
        ) : account.isPending ? (
          <LoadingRows rows={6} />
        ) : (
          <>
            <NameCard account={account.data} />
            <PasswordCard email={account.data.email} />
            <TwoFactorCard account={account.data} />
            <DirectionCard />
            <MySessions />
          </>
        )}
      </PageBody>
    </>
  )
}

function NameCard({ account }: { account: Account }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const rename = useRename()
  const form = useForm({
    id: 'account',
    initial: { name: account.name },
    labels: { name: t`Name` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Enter your name` }),
    send: async (v) => {
      await rename.mutateAsync(v.name.trim())
      toasts.show(t`Saved`)
    },
  })
  return (
    <Card title={t`Name`} remark={account.email}>
      <CardBody>
        <FormFrame
          form={form}
          name={t`Name`}
          actions={
            <Button kind="primary" type="submit" busy={form.busy} disabled={!form.changed}>
              <Trans>Save</Trans>
            </Button>
          }
        >
          <TextInput label={form.labels.name} autoComplete="name" {...form.field('name')} />
        </FormFrame>
      </CardBody>
    </Card>
  )
}

function PasswordCard({ email }: { email: string }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const change = useChangePassword()
  const form = useForm({
    id: 'own-password',
    initial: { current: '', password: '' },
    labels: { current: t`Present password`, password: t`New password` },
    check: (v) => ({
      current: v.current ? undefined : t`Enter your present password`,
      password: [...v.password].length >= shortest ? undefined : t`Use at least ${shortest} characters`,
    }),
    send: async (v) => {
      await change.mutateAsync(v)
      form.reset()
      toasts.show(t`Your password is changed; every other session has ended`)
    },
  })
  const show = { 'aria-label': t`Show the password` }
  return (
    <Card title={t`Password`} remark={t`ends every other session of yours`}>
      <CardBody>
        <FormFrame
          form={form}
          name={t`Password`}
          actions={
            <Button type="submit" busy={form.busy}>
              <Trans>Change the password</Trans>
            </Button>
          }
        >
          <input type="text" autoComplete="username" value={email} readOnly hidden />
          <PasswordInput
            label={form.labels.current}
            autoComplete="current-password"
            visibilityToggleButtonProps={show}
            {...form.field('current')}
          />
          <PasswordInput
            label={form.labels.password}
            description={t`At least ${shortest} characters; a sentence is easy to remember.`}
            autoComplete="new-password"
            visibilityToggleButtonProps={show}
            {...form.field('password')}
          />
        </FormFrame>
      </CardBody>
    </Card>
  )
}

/** Until there is an Arabic or Hebrew catalogue the words are English either way; who reads from the right can turn the page. */
function DirectionCard() {
  const { t, i18n } = useLingui()
  const [chosen, setChosen] = useState(chosenDirection)
  return (
    <Card title={t`Reading direction`} remark={t`in this browser`}>
      <CardBody>
        <SegmentedControl
          label={t`Reading direction`}
          value={chosen ?? 'language'}
          options={[
            { value: 'language', label: t`As the language` },
            { value: 'ltr', label: t`From the left` },
            { value: 'rtl', label: t`From the right` },
          ]}
          onChange={(next) => {
            const direction = next === 'language' ? undefined : next
            setChosen(direction)
            chooseDirection(direction)
            void loadWords(i18n.locale)
          }}
        />
      </CardBody>
    </Card>
  )
}
