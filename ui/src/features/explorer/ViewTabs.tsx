import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { address } from '../../components/filter/search'
import { Icon } from '../../components/Icon'
import { writeSpec } from '../../components/view/spec'
import css from './explorer.module.css'
import type { Explorer } from './useExplorer'

const most = 7

/** Saved views in reach: pinned ones first, then by name; the rest on a page of their own. */
export function ViewTabs({ explorer }: { explorer: Explorer }) {
  const { t } = useLingui()
  const { views, saved } = explorer
  if (views.length === 0) return null
  const ordered = [...views].sort((a, b) => Number(b.pinned) - Number(a.pinned))
  const first = ordered.slice(0, most)
  const shown = saved && !first.includes(saved) ? [...first.slice(0, most - 1), saved] : first
  return (
    <nav className={css.tabs} aria-label={t`Saved views`}>
      {shown.map((one) => (
        <AppLink
          key={one.id}
          className={css.tab}
          href={address('/explorer', writeSpec(one.spec, one.id))}
          aria-current={one.id === saved?.id ? 'page' : undefined}
        >
          {one.pinned && <Icon name="star" small />}
          {one.name}
          {one.shared && (
            <small>
              <Trans>shared</Trans>
            </small>
          )}
        </AppLink>
      ))}
      <AppLink className={css.tab} href="/views">
        <Trans>All views</Trans>
      </AppLink>
    </nav>
  )
}
