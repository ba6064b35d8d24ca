import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, TextInput } from '@mantine/core'
import { type KeyboardEvent, useId, useState } from 'react'
import { Notice } from '../../components/feedback/ErrorState'
import { useReturnFocus } from '../../components/useReturnFocus'
import { explain } from '../../words/problems'
import { useCaseChoice } from './beside-queries'
import css from './casework.module.css'
import type { Case } from './queries'
import { useStateWords } from './words'

/** Another case to merge into, link or lie below: type its number, title or customer, arrow down, Enter. */
export function PickDialog({
  title,
  explanation,
  but,
  onClose,
  onChoose,
}: {
  title: string
  explanation: string
  /** The case itself, which isn't offered. */
  but: string
  onClose: () => void
  onChoose: (other: Case) => Promise<void>
}) {
  const { t, i18n } = useLingui()
  const list = useId()
  const states = useStateWords()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const [error, setError] = useState('')
  useReturnFocus()
  const found = (useCaseChoice(typed).data ?? []).filter((one) => one.id !== but && !one.merged_into)
  const active = found[Math.min(at, found.length - 1)]
  const choose = async (one: Case) => {
    try {
      await onChoose(one)
    } catch (failure) {
      setError(explain(i18n, failure))
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      const by = event.key === 'ArrowDown' ? 1 : -1
      setAt((now) => Math.min(Math.max(now + by, 0), Math.max(found.length - 1, 0)))
    } else if (event.key === 'Enter' && active) {
      event.preventDefault()
      void choose(active)
    }
  }
  return (
    <Modal opened onClose={onClose} title={title} centered withCloseButton={false} transitionProps={{ duration: 120 }}>
      <p className="second" style={{ marginBottom: 8 }}>
        {explanation}
      </p>
      {error && (
        <div role="alert">
          <Notice tone="soon" icon="warning">
            {error}
          </Notice>
        </div>
      )}
      <TextInput
        label={t`Which case`}
        placeholder={t`Number, title or customer`}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={active ? `${list}-${active.id}` : undefined}
        value={typed}
        maxLength={100}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
          setError('')
        }}
        onKeyDown={onKeyDown}
        data-autofocus
      />
      <div id={list} role="listbox" aria-label={t`Cases`} className={css.people}>
        {found.map((one) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the text field above has the keys
          <div
            key={one.id}
            id={`${list}-${one.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={one === active}
            className={css.person}
            onClick={() => void choose(one)}
          >
            <span className="muted nowrap">{one.ref}</span>
            <span className="grow ellipsis">{one.title}</span>
            <span className="muted small nowrap">{states[one.state]}</span>
          </div>
        ))}
      </div>
      {typed.trim() !== '' && found.length === 0 && (
        <p className="muted">
          <Trans>No other case fits.</Trans>
        </p>
      )}
    </Modal>
  )
}
