import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Select } from '@mantine/core'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { idempotencyKey } from '../../api/client'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { withMod } from '../../components/Kbd'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { Attachments } from './Attachments'
import css from './casework.module.css'
import { LetterPreview } from './LetterPreview'
import { type Attached, type Draft, fieldsIn, keepDraft, keptDraft } from './letter'
import type { CaseFile } from './queries'
import { useReplyCalls, useTemplates } from './reply-queries'

/** A letter to the customer: from a template or from nothing, looked at, sent, and taken back within ten seconds. */
export function LetterComposer({ of }: { of: CaseFile }) {
  const { t, i18n } = useLingui()
  const id = useId()
  const toasts = useToasts()
  const format = useFormat()
  const calls = useReplyCalls(of.id)
  const templates = useTemplates().data
  const [draft, setDraft] = useState<Draft>(() => keptDraft(of.id))
  const [files, setFiles] = useState<Attached[]>([])
  const [error, setError] = useState<{ at: string; words: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const [looking, setLooking] = useState(false)
  const key = useRef(idempotencyKey())
  const field = useRef<HTMLTextAreaElement>(null)
  const example = '{{customer.name}}'
  const email = of.customer?.email ?? ''
  const missing = [...new Set([...fieldsIn(draft.subject), ...fieldsIn(draft.text)])]

  const write = (patch: Partial<Draft>) => {
    const next = { ...draft, ...patch }
    setDraft(next)
    setError(null)
    keepDraft(of.id, next)
  }
  const failed = (failure: unknown) => {
    const at = asProblem(failure)?.errors?.[0]?.location?.replace('body.', '') ?? ''
    setError({ at, words: explain(i18n, failure) })
    document.getElementById(at === 'to' || at === 'subject' ? `${id}-${at}` : `${id}-text`)?.focus()
  }
  const take = async (template: string | null) => {
    const chosen = templates?.items.find((one) => one.id === template)
    if (!chosen) return
    try {
      const filled = await calls.preview(chosen.subject, chosen.body)
      write({ subject: filled.subject, text: filled.text })
      field.current?.focus()
    } catch (failure) {
      failed(failure)
    }
  }
  const send = async () => {
    if (busy) return
    if (!draft.subject.trim() || !draft.text.trim()) {
      const at = draft.subject.trim() ? 'text' : 'subject'
      setError({ at, words: at === 'text' ? t`A letter needs words.` : t`A letter needs a subject.` })
      document.getElementById(`${id}-${at}`)?.focus()
      return
    }
    setBusy(true)
    const was = { draft, files }
    try {
      const reply = await calls.send(
        {
          to: draft.to.trim() || undefined,
          subject: draft.subject,
          text: draft.text,
          files: files.map(({ name, type, data }) => ({ name, type, data })),
        },
        key.current,
      )
      key.current = idempotencyKey()
      write({ to: '', subject: '', text: '' })
      setFiles([])
      setLooking(false)
      await calls.settled()
      const to = reply.to.email
      toasts.show(t`The letter to ${to} leaves in ten seconds`, {
        undo: () =>
          void calls
            .undo(reply.id)
            .then(() => {
              keepDraft(of.id, was.draft)
              setDraft(was.draft)
              setFiles(was.files)
              return calls.settled()
            })
            .catch((failure) => toasts.show(explain(i18n, failure), { tone: 'failed' })),
      })
    } catch (failure) {
      failed(failure)
    } finally {
      setBusy(false)
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void send()
    }
  }
  const wrong = (at: string) =>
    error?.at === at ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : undefined
  return (
    <section className={`${css.composer} ${css.letter} no-print`} aria-label={t`Write to the customer`}>
      <div className={css.letterHead}>
        <label className={css.letterLine}>
          <span className="muted small">{t`To`}</span>
          <input
            id={`${id}-to`}
            className={css.letterField}
            value={draft.to}
            placeholder={email || t`name@example.org`}
            autoComplete="off"
            onChange={(event) => write({ to: event.currentTarget.value })}
            {...wrong('to')}
          />
        </label>
        {(templates?.items.length ?? 0) > 0 && (
          <Select
            aria-label={t`Begin with a letter`}
            placeholder={t`Begin with a letter`}
            size="xs"
            searchable
            value={null}
            data={(templates?.items ?? []).map((one) => ({ value: one.id, label: `${one.name} (${one.language})` }))}
            onChange={(value) => void take(value)}
            style={{ width: 200 }}
          />
        )}
      </div>
      <label className={css.letterLine}>
        <span className="muted small">{t`Subject`}</span>
        <input
          id={`${id}-subject`}
          className={css.letterField}
          value={draft.subject}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => write({ subject: event.currentTarget.value })}
          {...wrong('subject')}
        />
      </label>
      <textarea
        ref={field}
        id={`${id}-text`}
        className={css.note}
        rows={5}
        dir="auto"
        aria-label={t`Letter`}
        placeholder={t`What you want to say. ${example} and other fields are filled in.`}
        maxLength={20_000}
        value={draft.text}
        onChange={(event) => write({ text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
        {...wrong('text')}
      />
      {error && (
        <p id={`${id}-error`} className={css.noteError} role="alert">
          {error.words}
        </p>
      )}
      <Attachments files={files} onChange={setFiles} onFail={(words) => setError({ at: 'files', words })} />
      {looking && <LetterPreview of={of.id} draft={draft} />}
      <div className={css.send}>
        <Button kind="primary" icon="mail" busy={busy} onClick={() => void send()}>
          <Trans>Send</Trans>
          <span className={`${css.hintKey} not-phone`}>{withMod('↵')}</span>
        </Button>
        <Button icon="eye" aria-pressed={looking} onClick={() => setLooking(!looking)}>
          <Trans>Preview</Trans>
        </Button>
        <span className="grow" />
        {missing.length > 0 && (
          <span className="muted small not-phone">
            <Plural value={missing.length} one="# field to be filled in" other="# fields to be filled in" />
          </span>
        )}
        {files.length > 0 && (
          <span className="muted small not-phone">
            {format.count(Math.ceil(files.reduce((n, f) => n + f.size, 0) / 1024))} kB
          </span>
        )}
      </div>
    </section>
  )
}
