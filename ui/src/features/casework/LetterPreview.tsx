import { Trans, useLingui } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { explain } from '../../words/problems'
import css from './casework.module.css'
import type { Draft } from './letter'
import { useReplyCalls } from './reply-queries'

/** The letter as the customer gets it, by the real renderer. */
export function LetterPreview({ of, draft }: { of: string; draft: Draft }) {
  const { t, i18n } = useLingui()
  const calls = useReplyCalls(of)
  const { subject, text } = useDeferredValue(draft)
  const found = useQuery({
    queryKey: ['reply-preview', of, subject, text] as const,
    queryFn: () => calls.preview(subject, text),
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (found.isError) return <p className={css.noteError}>{explain(i18n, found.error)}</p>
  const preview = found.data
  if (!preview) return null
  const missing = preview.missing ?? []
  const names = missing.map((name) => `{{${name}}}`).join(', ')
  return (
    <div className={css.preview}>
      <p className="small">
        <span className="muted">{t`From`}</span> {preview.from}
        {preview.reply_to && (
          <>
            {' '}
            · <span className="muted">{t`answers go to`}</span> {preview.reply_to}
          </>
        )}
      </p>
      <p>
        <b>{preview.subject || t`(no subject)`}</b>
      </p>
      {missing.length > 0 && (
        <p className={css.noteError}>
          <Trans>No value here for {names}: write it yourself before you send.</Trans>
        </p>
      )}
      <iframe className={css.previewFrame} title={t`The letter`} sandbox="" srcDoc={preview.html} />
    </div>
  )
}
