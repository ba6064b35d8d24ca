import { Trans, useLingui } from '@lingui/react/macro'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { AppLink } from '../components/AppLink'
import { Icon } from '../components/Icon'
import { Kbd, withMod } from '../components/Kbd'
import { useSession } from '../core/session'
import { usePins } from '../core/views'
import { useFormat } from '../words/i18n'
import { type Area, areas, inSettings, isHere, overview, type Place, settings } from './navigation'
import { OrganisationMenu } from './OrganisationMenu'
import css from './shell.module.css'
import { UserMenu } from './UserMenu'
import { useInboxCount } from './useInboxCount'
import { useUnreadCount } from './useUnreadCount'

/** Only what has a page and what one may: the navigation never leads nowhere. */
export function usePages(): (area: Area) => readonly Place[] {
  const router = useRouter()
  const session = useSession().data
  const may = (place: Place) =>
    (!place.verb || (session?.may ?? []).includes(place.verb)) && (!place.operator || session?.operator === true)
  return (area) => area.places.filter((place) => place.href in router.routesByPath && may(place))
}

/** The main navigation, in the frame on wide screens, in a drawer on phones. */
export function Sidebar({ drawer, onSearch, onKeys }: { drawer?: boolean; onSearch: () => void; onKeys: () => void }) {
  const { t } = useLingui()
  const path = useLocation({ select: (l) => l.pathname })
  const nav = useRef<HTMLElement>(null)
  // The settings are longer than a low window: where one is must be seen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after every change of page
  useEffect(() => {
    if (!drawer) nav.current?.querySelector('[aria-current]')?.scrollIntoView?.({ block: 'nearest' })
  }, [path, drawer])
  return (
    <nav ref={nav} className={css.side} aria-label={t`Main`} data-drawer={drawer ? '' : undefined}>
      <OrganisationMenu />
      {!drawer && (
        <button type="button" className={css.search} onClick={onSearch}>
          <Icon name="search" />
          <Trans>Search or do</Trans>
          <Kbd>{withMod('K')}</Kbd>
        </button>
      )}
      {inSettings(path) ? <SettingsPlaces path={path} /> : <MainPlaces path={path} />}
      <div className={css.foot}>
        <NoticesLink path={path} />
        {!inSettings(path) && <SettingsLink />}
        <div className={css.meRow}>
          <UserMenu onKeys={onKeys} />
          {!drawer && (
            <button type="button" className={css.keysButton} onClick={onKeys} aria-label={t`Keys`}>
              <Kbd>?</Kbd>
            </button>
          )}
        </div>
      </div>
    </nav>
  )
}

function MainPlaces({ path }: { path: string }) {
  return (
    <>
      <PlaceLink place={overview} path={path} />
      {areas.map((area) => (
        <AreaPlaces key={area.label.id} area={area} path={path} />
      ))}
      <PinnedPlaces path={path} />
    </>
  )
}

/** Views and dashboards that somebody put here. */
function PinnedPlaces({ path }: { path: string }) {
  const pins = usePins().data ?? []
  const view = useLocation({ select: (l) => new URLSearchParams(l.searchStr).get('view') })
  if (pins.length === 0) return null
  return (
    <>
      <h2 className={css.heading}>
        <Trans>Pinned</Trans>
      </h2>
      {pins.map((pin) => {
        const href = pin.kind === 'view' ? `/explorer?view=${pin.id}` : `/dashboards/${pin.id}`
        const here = pin.kind === 'view' ? path === '/explorer' && view === pin.id : path === href
        return (
          <AppLink key={pin.id} className={css.place} href={href} aria-current={here ? 'page' : undefined}>
            <Icon name="star" />
            <span className="ellipsis">{pin.name}</span>
          </AppLink>
        )
      })}
    </>
  )
}

function SettingsPlaces({ path }: { path: string }) {
  return (
    <>
      <AppLink className={css.place} href="/">
        <Icon name="left" />
        <Trans>Back</Trans>
      </AppLink>
      {settings.map((area) => (
        <AreaPlaces key={area.label.id} area={area} path={path} />
      ))}
    </>
  )
}

function AreaPlaces({ area, path }: { area: Area; path: string }) {
  const { i18n } = useLingui()
  const places = usePages()(area)
  if (places.length === 0) return null
  return (
    <>
      <h2 className={css.heading}>{i18n._(area.label)}</h2>
      {places.map((place) => (
        <PlaceLink key={place.href} place={place} path={path} />
      ))}
    </>
  )
}

function PlaceLink({ place, path }: { place: Place; path: string }) {
  const { i18n } = useLingui()
  return (
    <AppLink className={css.place} href={place.href} aria-current={isHere(place.href, path) ? 'page' : undefined}>
      <Icon name={place.icon} />
      {i18n._(place.label)}
      {place.count === 'cases' && <InboxCount />}
    </AppLink>
  )
}

function InboxCount() {
  const { t } = useLingui()
  const format = useFormat()
  const count = useInboxCount()
  if (!count) return null
  const text = format.count(count)
  return (
    <span className={css.count}>
      {text}
      <span className="vh">{t` open`}</span>
    </span>
  )
}

/** The bell: what this person was told and hasn't read. */
function NoticesLink({ path }: { path: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const unread = useUnreadCount()
  return (
    <AppLink className={css.place} href="/notices" aria-current={isHere('/notices', path) ? 'page' : undefined}>
      <Icon name="bell" />
      <Trans>Notifications</Trans>
      {Boolean(unread) && (
        <span className={css.unread}>
          {format.count(unread ?? 0)}
          <span className="vh">{t` unread`}</span>
        </span>
      )}
    </AppLink>
  )
}

function SettingsLink() {
  const pages = usePages()
  const first = settings.flatMap((area) => pages(area))[0]
  if (!first) return null
  return (
    <AppLink className={css.place} href={first.href}>
      <Icon name="settings" />
      <Trans>Settings</Trans>
    </AppLink>
  )
}
