import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, TextInput } from '@mantine/core'
import { type KeyboardEvent, useId, useState } from 'react'
import { Avatar } from '../../components/Avatar'
import { Icon } from '../../components/Icon'
import { useReturnFocus } from '../../components/useReturnFocus'
import { useCaseOwners } from '../../core/organisation'
import { useSession } from '../../core/session'
import css from './casework.module.css'
import type { Case } from './queries'

/** Whom to give cases to: type, arrow down, Enter. Oneself stands first. */
export function AssignDialog({
  cases,
  onClose,
  onChoose,
}: {
  cases: readonly Case[]
  onClose: () => void
  onChoose: (owner: { id: string; name: string }) => void
}) {
  const { t } = useLingui()
  const list = useId()
  const me = useSession().data?.user?.id
  const owners = useCaseOwners()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  useReturnFocus()
  const only = cases.length === 1 ? cases[0] : undefined
  const found = owners.filter((o) => o.name.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase()))
  const active = found[Math.min(at, found.length - 1)]
  const count = cases.length
  const ref = only?.ref
  const move = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt((now) => (Math.min(now, found.length - 1) + step + found.length) % Math.max(found.length, 1))
    }
    if (event.key === 'Enter' && active) {
      event.preventDefault()
      onChoose(active)
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={only ? t`Give ${ref} to` : t`Give ${count} cases to`}
      centered
      withCloseButton={false}
      transitionProps={{ duration: 120 }}
      returnFocus={false}
    >
      <TextInput
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={active && `${list}-${active.id}`}
        aria-label={t`Search people`}
        placeholder={t`Name`}
        leftSection={<Icon name="search" />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={move}
        data-autofocus
      />
      <div id={list} role="listbox" aria-label={t`People`} className={css.people}>
        {found.map((owner) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field above has the keys
          <div
            key={owner.id}
            id={`${list}-${owner.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={owner === active}
            className={css.person}
            onClick={() => onChoose(owner)}
          >
            <Avatar name={owner.name} />
            <span className="grow ellipsis">{owner.name}</span>
            <span className="muted small">
              {owner.id === me ? t`you` : only?.owner.id === owner.id ? t`owns it now` : ''}
            </span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="muted">
          <Trans>Nobody who works on cases is called that.</Trans>
        </p>
      )}
    </Modal>
  )
}
