import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from './Button'
import css from './small.module.css'

/** Text to take elsewhere: a link, a token. Where the clipboard is forbidden the text is selected instead. */
export function CopyField({ value, label }: { value: string; label: string }) {
  const { t } = useLingui()
  const [copied, setCopied] = useState<'yes' | 'selected'>()
  const copy = async (from: HTMLElement | null) => {
    try {
      await navigator.clipboard.writeText(value)
      setCopied('yes')
    } catch {
      const code = from?.parentElement?.querySelector('code')
      if (code) window.getSelection()?.selectAllChildren(code)
      setCopied('selected')
    }
  }
  return (
    <div className={css.copy}>
      <span className="vh">{label}</span>
      <code>{value}</code>
      <Button icon={copied === 'yes' ? 'check' : 'copy'} onClick={(event) => copy(event.currentTarget)}>
        {copied === 'yes' ? t`Copied` : copied === 'selected' ? t`Press Ctrl C` : t`Copy`}
      </Button>
      <span className="vh" role="status">
        {copied === 'yes' ? t`Copied` : ''}
      </span>
    </div>
  )
}
