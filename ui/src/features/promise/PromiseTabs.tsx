import { useLingui } from '@lingui/react/macro'
import { useLocation } from '@tanstack/react-router'
import { AppLink } from '../../components/AppLink'
import { Toolbar } from '../../components/layout/Page'
import css from './promise.module.css'

/** The pages of what is promised and wanted. Links, since each is an address. */
export function PromiseTabs() {
  const { t } = useLingui()
  const path = useLocation({ select: (l) => l.pathname })
  const tabs = [
    { href: '/promise', label: t`Promises` },
    { href: '/promise/processes', label: t`Processes` },
    { href: '/promise/priorities', label: t`Priorities` },
  ]
  return (
    <Toolbar label={t`Promise`}>
      <nav className={css.tabs} aria-label={t`Promise`}>
        {tabs.map((tab) => (
          <AppLink key={tab.href} href={tab.href} aria-current={tab.href === path ? 'page' : undefined}>
            {tab.label}
          </AppLink>
        ))}
      </nav>
    </Toolbar>
  )
}
