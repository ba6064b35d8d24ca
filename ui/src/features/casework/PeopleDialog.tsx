import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, TextInput } from '@mantine/core'
import { type KeyboardEvent, useId, useState } from 'react'
import { Avatar } from '../../components/Avatar'
import { useReturnFocus } from '../../components/useReturnFocus'
import { useColleagues } from './beside-queries'
import css from './casework.module.css'

/** Somebody who may see cases: type, arrow down, Enter. */
export function PeopleDialog({
  title,
  but,
  onClose,
  onChoose,
}: {
  title: string
  but: readonly string[]
  onClose: () => void
  onChoose: (who: { id: string; name: string }) => void
}) {
  const { t } = useLingui()
  const list = useId()
  const people = useColleagues().data ?? []
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  useReturnFocus()
  const wanted = typed.trim().toLocaleLowerCase()
  const found = people
    .filter((one) => !but.includes(one.id) && one.name.toLocaleLowerCase().includes(wanted))
    .slice(0, 50)
  const active = found[Math.min(at, found.length - 1)]
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const by = event.key === 'ArrowDown' ? 1 : -1
      setAt((now) => Math.min(Math.max(now + by, 0), Math.max(found.length - 1, 0)))
    } else if (event.key === 'Enter' && active) {
      event.preventDefault()
      onChoose(active)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title} centered withCloseButton={false} transitionProps={{ duration: 120 }}>
      <TextInput
        label={t`Name`}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={active ? `${list}-${active.id}` : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
        data-autofocus
      />
      <div id={list} role="listbox" aria-label={t`People`} className={css.people}>
        {found.map((one) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field above has the keys
          <div
            key={one.id}
            id={`${list}-${one.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={one === active}
            className={css.person}
            onClick={() => onChoose(one)}
          >
            <Avatar name={one.name} />
            <span className="grow ellipsis">{one.name}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className="muted">
          <Trans>Nobody who sees cases is called that.</Trans>
        </p>
      )}
    </Modal>
  )
}
