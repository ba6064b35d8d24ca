import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AppLink } from '../AppLink'
import { Toolbar } from './Page'
import css from './tabs.module.css'

/** The pages of one thing, side by side. Links, since each is an address. What stands at the end of the bar comes as children. */
export function PageTabs({
  label,
  tabs,
  children,
}: {
  label: string
  tabs: readonly { href: string; label: string }[]
  children?: ReactNode
}) {
  const path = useLocation({ select: (l) => l.pathname })
  return (
    <Toolbar label={label}>
      <nav className={css.tabs} aria-label={label}>
        {tabs.map((tab) => (
          <AppLink key={tab.href} href={tab.href} aria-current={tab.href === path ? 'page' : undefined}>
            {tab.label}
          </AppLink>
        ))}
      </nav>
      {children && (
        <>
          <span className="grow" />
          {children}
        </>
      )}
    </Toolbar>
  )
}
