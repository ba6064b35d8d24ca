import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../components/Button'
import css from './door.module.css'

/** Ten codes, shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useLingui()
  const [copied, setCopied] = useState(false)
  const heading = useRef<HTMLParagraphElement>(null)
  // What had the focus is gone; a screen reader must hear what came in its place.
  useEffect(() => heading.current?.focus(), [])
  const text = codes.join('\n')
  const copy = async () => {
    await navigator.clipboard?.writeText(text).catch(() => undefined)
    setCopied(true)
  }
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`Touchstone\n\n${text}\n`)}`
  return (
    <div className="stack">
      <p ref={heading} tabIndex={-1}>
        <b>
          <Trans>Keep these recovery codes: they are shown this once.</Trans>
        </b>{' '}
        <Trans>Each lets you in once, should you lose your device.</Trans>
      </p>
      <ul className={css.codes} aria-label={t`Recovery codes`}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="row wrap">
        <Button kind="primary" onClick={onDone}>
          <Trans>I have kept them</Trans>
        </Button>
        <Button icon={copied ? 'check' : 'copy'} onClick={copy}>
          {copied ? t`Copied` : t`Copy`}
        </Button>
        <a className="link" href={file} download="touchstone-recovery-codes.txt">
          <Trans>Save as a file</Trans>
        </a>
      </div>
    </div>
  )
}
