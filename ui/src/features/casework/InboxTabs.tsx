import { useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { address } from '../../components/filter/search'
import { useFormat } from '../../words/i18n'
import css from './casework.module.css'
import { countOf, type Tab, tabs } from './inbox'
import type { Inbox } from './useInbox'

const rare: readonly Tab[] = ['broken', 'mentioned', 'watched']

/** Whose cases, each with its number. Links, since each is an address. */
export function InboxTabs({ inbox, current }: { inbox: Inbox; current: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const words: Record<Tab, string> = {
    mine: t`Mine`,
    team: t`Team`,
    unassigned: t`Unassigned`,
    overdue: t`Overdue`,
    broken: t`Broken promises`,
    mentioned: t`Mentioned`,
    watched: t`Watched`,
    all: t`All`,
  }
  const path = current ? `/inbox/${current}` : '/inbox'
  return (
    <nav className={css.tabs} aria-label={t`Which cases`}>
      {tabs.map((tab) => {
        const count = countOf(tab, inbox.counts)
        // These three stand there once there is something in them.
        if (rare.includes(tab) && !count && tab !== inbox.tab) return null
        const href = address(path, { tab: tab === 'mine' ? undefined : tab, search: inbox.get('search') || undefined })
        return (
          <AppLink key={tab} href={href} aria-current={tab === inbox.tab ? 'true' : undefined} data-tab={tab}>
            {words[tab]} <span className={css.tabCount}>{count === undefined ? '' : format.count(count)}</span>
          </AppLink>
        )
      })}
    </nav>
  )
}
