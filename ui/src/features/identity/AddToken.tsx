import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { CopyField } from '../../components/CopyField'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { type Role, type Token, useAddToken } from './queries'
import { RoleFields } from './RoleFields'
import { expiry, lifetimes } from './token'

/** Makes a token, then shows it for the only time. */
export function AddToken({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<Token>()
  return made ? <Made token={made} onClose={onClose} /> : <Ask onMade={setMade} onClose={onClose} />
}

function Ask({ onMade, onClose }: { onMade: (token: Token) => void; onClose: () => void }) {
  const { t } = useLingui()
  const add = useAddToken()
  const words: Record<(typeof lifetimes)[number], string> = {
    '': t`Never`,
    '30': t`In 30 days`,
    '90': t`In 90 days`,
    '365': t`In a year`,
  }
  const form = useForm({
    id: 'token',
    initial: { name: '', role: 'analyst' as Role, unit: '', expires_at: '' },
    labels: { name: t`Name`, role: t`Role`, unit: t`Unit`, expires_at: t`Expires` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Name the program that will use it` }),
    send: async (v) =>
      onMade(
        await add.mutateAsync({
          name: v.name.trim(),
          role: v.role,
          unit: v.unit || undefined,
          expires_at: expiry(v.expires_at, Date.now()),
        }),
      ),
  })
  return (
    <FormDialog title={t`Make a token`} deed={t`Make it`} form={form} onClose={onClose} size={520}>
      <TextInput
        label={form.labels.name}
        description={t`The program that will use it, as it should read in the audit.`}
        autoComplete="off"
        {...form.field('name')}
        data-autofocus
      />
      <RoleFields form={form} />
      <NativeSelect
        label={form.labels.expires_at}
        data={lifetimes.map((value) => ({ value, label: words[value] }))}
        {...form.field('expires_at')}
      />
    </FormDialog>
  )
}

/** Closes by its button only: a stray click outside would lose the token for good. */
function Made({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`${token.name} is made`}
      centered
      size={520}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
      transitionProps={{ duration: 120 }}
    >
      <div className="stack">
        <p>
          <b>
            <Trans>Copy it now: it is shown this once and kept nowhere.</Trans>
          </b>{' '}
          <Trans>Programs send it in the header Authorization, after the word Bearer.</Trans>
        </p>
        <CopyField label={t`The token`} value={token.token ?? ''} />
        <div className="row">
          <Button kind="primary" onClick={onClose}>
            <Trans>I have copied it</Trans>
          </Button>
        </div>
      </div>
    </Modal>
  )
}
