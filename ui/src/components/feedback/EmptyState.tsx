import type { ReactNode } from 'react'
import css from './feedback.module.css'

/** One sentence, one action (and perhaps sample data), under a drawing of the mark that will stand here. */
export function EmptyState({ sentence, children }: { sentence: ReactNode; children?: ReactNode }) {
  return (
    <div className={css.empty}>
      <svg width="96" height="40" viewBox="0 0 96 40" fill="none" aria-hidden="true" focusable="false">
        <path d="M4 30h88" stroke="var(--line-2)" />
        <rect x="22" y="16" width="34" height="10" rx="3" fill="var(--band)" />
        <circle cx="39" cy="21" r="4" fill="var(--accent)" />
        <path d="M70 10v22" stroke="var(--control)" strokeDasharray="3 3" />
      </svg>
      <p className="strong">{sentence}</p>
      {children && (
        <div className="row wrap" style={{ justifyContent: 'center' }}>
          {children}
        </div>
      )}
    </div>
  )
}
