import { useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { address } from '../../components/filter/search'
import { useFormat } from '../../words/i18n'
import css from './casework.module.css'
import { countOf, type Tab, tabs } from './inbox'
import type { Inbox } from './useInbox'

/** Whose cases, each with its number. Links, since each is an address. */
export function InboxTabs({ inbox, current }: { inbox: Inbox; current: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const words: Record<Tab, string> = {
    mine: t`Mine`,
    team: t`Team`,
    unassigned: t`Unassigned`,
    overdue: t`Overdue`,
    all: t`All`,
  }
  const path = current ? `/inbox/${current}` : '/inbox'
  return (
    <nav className={css.tabs} aria-label={t`Which cases`}>
      {tabs.map((tab) => {
        const count = countOf(tab, inbox.counts)
        const href = address(path, { tab: tab === 'mine' ? undefined : tab, search: inbox.get('search') || undefined })
        return (
          <AppLink key={tab} href={href} aria-current={tab === inbox.tab ? 'true' : undefined}>
            {words[tab]} <span className={css.tabCount}>{count === undefined ? '' : format.count(count)}</span>
          </AppLink>
        )
      })}
    </nav>
  )
}
