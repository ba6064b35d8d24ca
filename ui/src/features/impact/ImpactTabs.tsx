import { useLingui } from '@lingui/react/macro'
import { useLocation } from '@tanstack/react-router'
import { AppLink } from '../../components/AppLink'
import { Toolbar } from '../../components/layout/Page'
import css from './tabs.module.css'

/** The pages of what failures cost. Links, since each is an address. */
export function ImpactTabs() {
  const { t } = useLingui()
  const path = useLocation({ select: (l) => l.pathname })
  const tabs = [
    { href: '/impact', label: t`Impact areas` },
    { href: '/impact/report', label: t`Report` },
    { href: '/impact/assumptions', label: t`What all share` },
    { href: '/impact/worksheet', label: t`Worksheet` },
  ]
  return (
    <Toolbar label={t`Where to look first`}>
      <nav className={css.tabs} aria-label={t`Where to look first`}>
        {tabs.map((tab) => (
          <AppLink key={tab.href} href={tab.href} aria-current={tab.href === path ? 'page' : undefined}>
            {tab.label}
          </AppLink>
        ))}
      </nav>
    </Toolbar>
  )
}
