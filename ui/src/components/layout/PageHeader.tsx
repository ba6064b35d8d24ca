import { useLingui } from '@lingui/react/macro'
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import { AppLink } from '../AppLink'
import { Button } from '../Button'
import { Icon } from '../Icon'
import { Letterhead } from './Letterhead'
import css from './layout.module.css'

/** What the header needs of the shell around it; outside the shell (sign in) there is none. */
export type ShellActions = {
  openMenu: () => void
  openSearch: () => void
  organisation: string
  firstPage: () => boolean
}
export const ShellContext = createContext<ShellActions | null>(null)

/**
 * The title row of a page: sets the window's title and, after a change of page, takes the focus so that a screen
 * reader reads where it is. `crumb` leads back; `remark` is one grey phrase; `actions` stand at the right end.
 */
export function PageHeader({
  title,
  crumb,
  remark,
  tags,
  actions,
}: {
  title: string
  crumb?: { label: string; href: string }
  remark?: ReactNode
  tags?: ReactNode
  actions?: ReactNode
}) {
  const { t } = useLingui()
  const shell = useContext(ShellContext)
  const heading = useRef<HTMLHeadingElement>(null)
  const organisation = shell?.organisation
  useEffect(() => {
    document.title = [title, organisation, 'Touchstone'].filter(Boolean).join(' · ')
  }, [title, organisation])
  useEffect(() => {
    if (shell && !shell.firstPage()) heading.current?.focus({ preventScroll: true })
  }, [shell])

  return (
    <header className={css.top}>
      <Letterhead />
      {crumb ? (
        <AppLink href={crumb.href} className="phone-only no-print" aria-label={t`Back to ${crumb.label}`}>
          <span style={{ display: 'grid', placeItems: 'center', width: 44, height: 44 }}>
            <Icon name="left" />
          </span>
        </AppLink>
      ) : (
        shell && (
          <span className="phone-only no-print">
            <Button kind="quiet" square icon="menu" onClick={shell.openMenu}>
              {t`Menu`}
            </Button>
          </span>
        )
      )}
      {crumb && (
        <span className={`${css.crumb} not-phone no-print`}>
          <AppLink href={crumb.href}>{crumb.label}</AppLink> /
        </span>
      )}
      <h1 ref={heading} tabIndex={-1} dir="auto">
        {title}
      </h1>
      {tags}
      {remark && <span className={`${css.remark} ellipsis not-phone`}>{remark}</span>}
      <span className="grow" />
      <span className="row no-print">{actions}</span>
      {shell && !crumb && (
        <span className="phone-only no-print">
          <Button kind="quiet" square icon="search" onClick={shell.openSearch}>
            {t`Search`}
          </Button>
        </span>
      )}
    </header>
  )
}
