import { useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { Avatar } from '../../components/Avatar'
import css from './beside.module.css'
import { useColleagues } from './beside-queries'
import cases from './casework.module.css'
import { fitting, mentioned, typing } from './mention'

/**
 * Names offered while "@" is typed in a text field: arrows move, Enter or Tab takes one, Escape goes on without.
 * `onKeyDown` comes before the field's own and says whether the key was used up.
 */
export function useMentions(field: RefObject<HTMLTextAreaElement | null>, text: string, write: (text: string) => void) {
  const { t } = useLingui()
  const list = useId()
  const people = useColleagues().data ?? []
  const [caret, setCaret] = useState(0)
  const [at, setAt] = useState(0)
  const [off, setOff] = useState('')
  const now = typing(text, caret)
  const found = now && `${now.from}` !== off ? fitting(people, now.word) : []
  const whole = now && found.length === 1 && found[0]?.name === now.word.trim()
  const open = found.length > 0 && !whole
  const active = found[Math.min(at, found.length - 1)]
  const take = (name: string) => {
    if (!now) return
    const next = `${text.slice(0, now.from)}@${name} ${text.slice(caret)}`
    const to = now.from + name.length + 2
    write(next)
    setCaret(to)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(to, to)
    })
  }
  return {
    ids: () => mentioned(people, text),
    /** For the field: what a screen reader needs to know of the list. */
    field: {
      'aria-autocomplete': 'list' as const,
      'aria-controls': open ? list : undefined,
      'aria-activedescendant': open && active ? `${list}-${active.id}` : undefined,
      onSelect: () => setCaret(field.current?.selectionStart ?? 0),
    },
    moved: (to: number) => {
      setCaret(to)
      setAt(0)
    },
    onKeyDown(event: KeyboardEvent): boolean {
      if (!open || event.ctrlKey || event.metaKey) return false
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        const by = event.key === 'ArrowDown' ? 1 : -1
        setAt((was) => (was + by + found.length) % found.length)
      } else if ((event.key === 'Enter' || event.key === 'Tab') && active) take(active.name)
      else if (event.key === 'Escape') setOff(`${now?.from ?? ''}`)
      else return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
    list: open ? (
      <div id={list} role="listbox" aria-label={t`People to mention`} className={css.mentionList}>
        {found.map((one) => (
          <div
            key={one.id}
            id={`${list}-${one.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={one === active}
            className={cases.person}
            onMouseDown={(event) => {
              event.preventDefault()
              take(one.name)
            }}
          >
            <Avatar name={one.name} />
            <span className="grow ellipsis">{one.name}</span>
          </div>
        ))}
      </div>
    ) : null,
  }
}
