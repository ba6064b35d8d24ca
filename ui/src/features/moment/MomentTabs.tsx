import { useLingui } from '@lingui/react/macro'
import { useLocation } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AppLink } from '../../components/AppLink'
import { Toolbar } from '../../components/layout/Page'
import css from './moment.module.css'

/** The pages of moments of truth, and the period at the end. */
export function MomentTabs({ children }: { children?: ReactNode }) {
  const { t } = useLingui()
  const path = useLocation({ select: (l) => l.pathname })
  const tabs = [
    { href: '/moments', label: t`Moments` },
    { href: '/moments/characteristics', label: t`Five characteristics` },
  ]
  return (
    <Toolbar label={t`Moments of truth`}>
      <nav className={css.tabs} aria-label={t`Moments of truth`}>
        {tabs.map((tab) => (
          <AppLink key={tab.href} href={tab.href} aria-current={tab.href === path ? 'page' : undefined}>
            {tab.label}
          </AppLink>
        ))}
      </nav>
      <span className="grow" />
      {children}
    </Toolbar>
  )
}
