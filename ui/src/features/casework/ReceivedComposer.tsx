import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { useRef, useState } from 'react'
import { idempotencyKey } from '../../api/client'
import { Button } from '../../components/Button'
import { explain } from '../../words/problems'
import css from './casework.module.css'
import type { CaseFile } from './queries'
import { useReplyCalls } from './reply-queries'

/** What the customer answered elsewhere, pasted in by hand. */
export function ReceivedComposer({ of, onDone }: { of: CaseFile; onDone: () => void }) {
  const { t, i18n } = useLingui()
  const calls = useReplyCalls(of.id)
  const [text, setText] = useState('')
  const [again, setAgain] = useState(false)
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const key = useRef(idempotencyKey())
  const done = of.state === 'resolved' || of.state === 'closed'
  const send = async () => {
    if (!text.trim()) return setError(t`Write what the customer answered.`)
    setBusy(true)
    try {
      await calls.received(text, done && again, key.current)
      await calls.settled()
      onDone()
    } catch (failure) {
      setError(explain(i18n, failure))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className={`${css.composer} ${css.letter} no-print`} aria-label={t`Note what the customer answered`}>
      <textarea
        className={css.note}
        rows={3}
        dir="auto"
        aria-label={t`What the customer answered`}
        placeholder={t`Paste or write what the customer answered`}
        maxLength={10_000}
        value={text}
        aria-invalid={error ? true : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setError('')
        }}
      />
      {error && (
        <p className={css.noteError} role="alert">
          {error}
        </p>
      )}
      <div className={css.send}>
        <Button kind="primary" busy={busy} onClick={() => void send()}>
          <Trans>Add their answer</Trans>
        </Button>
        {done && (
          <Checkbox
            label={t`Open the case again`}
            checked={again}
            onChange={(event) => setAgain(event.currentTarget.checked)}
          />
        )}
        {of.state === 'waiting' && (
          <span className="muted small">{t`The case goes on, and its clock runs again.`}</span>
        )}
      </div>
    </section>
  )
}
