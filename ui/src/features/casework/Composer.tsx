import { Trans, useLingui } from '@lingui/react/macro'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import { withMod } from '../../components/Kbd'
import { explain } from '../../words/problems'
import beside from './beside.module.css'
import css from './casework.module.css'
import { useMentions } from './Mentions'
import type { CaseFile } from './queries'
import { useCaseDeeds } from './useCaseDeeds'
import { rowId } from './useInbox'
import { noteId } from './useInboxKeys'

/** A note for the story. What is typed is kept for this case until it is sent, also over a reload. */
export function Composer({ of }: { of: CaseFile }) {
  const { t, i18n } = useLingui()
  const deeds = useCaseDeeds()
  const draft = `touchstone-note-${of.id}`
  const [text, setText] = useState(() => sessionStorage.getItem(draft) ?? '')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const sending = useRef(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const write = (next: string) => {
    setText(next)
    setError('')
    if (next) sessionStorage.setItem(draft, next)
    else sessionStorage.removeItem(draft)
  }
  const mentions = useMentions(field, text, write)
  const send = async (wait: boolean) => {
    if (sending.current) return
    if (!text.trim()) {
      setError(t`A note needs words.`)
      field.current?.focus()
      return
    }
    sending.current = true
    setBusy(true)
    try {
      const file = await deeds.note(of.id, text, mentions.ids())
      write('')
      await deeds.settled()
      if (wait) await deeds.step(file, 'wait')
    } catch (failure) {
      setError(explain(i18n, failure))
    } finally {
      sending.current = false
      setBusy(false)
      field.current?.focus()
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.onKeyDown(event)) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send(false)
    }
    // Out of the field to the list, where the single keys work; on phones there is no row.
    if (event.key === 'Escape') document.getElementById(rowId(of.id))?.focus()
  }
  const waits = of.state === 'open'
  return (
    <section className={`${css.composer} no-print`} aria-label={t`Write a note`}>
      <div className={beside.mentions}>
        {mentions.list}
        <textarea
          ref={field}
          id={noteId}
          className={css.note}
          rows={1}
          aria-label={t`Note`}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${noteId}-error` : undefined}
          placeholder={t`What was done or agreed; @ names somebody`}
          maxLength={10_000}
          value={text}
          onChange={(event) => {
            write(event.currentTarget.value)
            mentions.moved(event.currentTarget.selectionStart)
          }}
          onKeyDown={onKeyDown}
          {...mentions.field}
        />
      </div>
      {error && (
        <p id={`${noteId}-error`} className={css.noteError} role="alert">
          {error}
        </p>
      )}
      <div className={css.send}>
        <Button kind="primary" busy={busy} onClick={() => void send(false)}>
          <Trans>Add note</Trans>
          <span className={`${css.hintKey} not-phone`}>{withMod('↵')}</span>
        </Button>
        {waits && (
          <span className="not-phone">
            <Button disabled={busy} onClick={() => void send(true)}>
              <Trans>Add note and wait</Trans>
            </Button>
          </span>
        )}
        <span className="grow" />
        {text && !busy && <span className="muted small not-phone">{t`Kept here until it is sent`}</span>}
      </div>
    </section>
  )
}
