import type { ReactNode } from 'react'
import { AppLink } from '../AppLink'
import css from './open.module.css'

/** Where a figure leads: to a page, to a panel beside it, or nowhere (in a read-only link). */
export type Target = { href: string } | { select: () => void; selected: boolean } | null

type Props = {
  target: Target
  className?: string
  children: ReactNode
  tabIndex?: number
  onFocus?: () => void
  title?: string
} & { [data: `data-${string}`]: string | number | undefined }

/** A link, a button or plain text, all looking the same. */
export function Open({ target, children, tabIndex, onFocus, title, className, ...data }: Props) {
  const look = { className: className ?? css.plain, title, tabIndex, onFocus, ...data }
  if (!target) {
    return <span {...look}>{children}</span>
  }
  if ('href' in target) {
    return (
      <AppLink href={target.href} {...look}>
        {children}
      </AppLink>
    )
  }
  return (
    <button type="button" onClick={target.select} aria-pressed={target.selected} {...look}>
      {children}
    </button>
  )
}
