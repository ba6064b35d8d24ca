import { Loader } from '@mantine/core'
import type { ButtonHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react'
import { AppLink } from './AppLink'
import css from './button.module.css'
import { Icon, type IconName } from './Icon'
import { Kbd } from './Kbd'

type Look = {
  /** One `primary` per view; `quiet` has no border; `danger` is for what can't be undone. */
  kind?: 'primary' | 'quiet' | 'danger'
  icon?: IconName
  /** The key that does the same, shown beside the words. */
  keyHint?: string
  /** Only the icon is seen; the children are still its name. */
  square?: boolean
}

type Props = ButtonHTMLAttributes<HTMLButtonElement> &
  Look & { busy?: boolean; children: ReactNode; ref?: Ref<HTMLButtonElement> }

/** While `busy` it keeps the focus and takes no clicks: a disabled button would drop the focus to the page's body. */
export function Button({ kind, icon, keyHint, square, busy, children, className, onClick, ...others }: Props) {
  const act = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...others}
      onClick={act}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      data-kind={kind}
      data-square={square ? '' : undefined}
      className={[css.button, className].filter(Boolean).join(' ')}
    >
      {busy ? <Loader size={14} color="currentColor" /> : icon && <Icon name={icon} />}
      {square ? <span className="vh">{children}</span> : children}
      {keyHint && <Kbd>{keyHint}</Kbd>}
    </button>
  )
}

/** Looks like a button, goes to a page. With `download` or an external address it is a plain link. */
export function ButtonLink({
  kind,
  icon,
  square,
  children,
  href,
  download,
  external,
  className,
}: Look & { href: string; download?: string | true; external?: boolean; children: ReactNode; className?: string }) {
  const look = {
    'data-kind': kind,
    'data-square': square ? '' : undefined,
    className: [css.button, className].filter(Boolean).join(' '),
  }
  const inside = (
    <>
      {icon && <Icon name={icon} />}
      {square ? <span className="vh">{children}</span> : children}
    </>
  )
  if (download !== undefined || external) {
    return (
      <a {...look} href={href} download={download} target={external ? '_blank' : undefined} rel="noreferrer">
        {inside}
      </a>
    )
  }
  return (
    <AppLink {...look} href={href}>
      {inside}
    </AppLink>
  )
}
