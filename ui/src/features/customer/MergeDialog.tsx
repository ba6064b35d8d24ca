import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, TextInput } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { useReturnFocus } from '../../components/useReturnFocus'
import css from './customer.module.css'
import { type Known, useChoice } from './queries'
import { called } from './words'

/** Whom to merge with: found by a search, compared on a page of its own. */
export function MergeDialog({ known, onClose }: { known: Known; onClose: () => void }) {
  const { t } = useLingui()
  useReturnFocus()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const found = (useChoice(search).data ?? []).filter((c) => c.id !== known.id)
  return (
    <Modal
      opened
      onClose={onClose}
      title={t`Merge with another customer`}
      centered
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
    >
      <TextInput
        type="search"
        label={t`Search by name, address or any id`}
        leftSection={<Icon name="search" />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
      <ul className={css.lines} style={{ margin: '12px -16px' }} aria-label={t`Found`}>
        {found.map((c) => (
          <li key={c.id}>
            <AppLink className="link grow ellipsis" href={`/customers/${known.id}/merge/${c.id}`}>
              {called(c)}
            </AppLink>
            <span className="small muted ellipsis">{[c.email, c.external_id].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className="second">
          <Trans>Nobody else is called that.</Trans>
        </p>
      )}
      <div className="row">
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Modal>
  )
}
