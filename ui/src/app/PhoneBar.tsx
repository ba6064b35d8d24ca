import { Trans, useLingui } from '@lingui/react/macro'
import { useLocation, useRouter } from '@tanstack/react-router'
import { AppLink } from '../components/AppLink'
import { Icon } from '../components/Icon'
import { areas, isHere, overview } from './navigation'
import css from './shell.module.css'

/** The four places a phone is used for, and the rest behind "More". */
export function PhoneBar({ onMore }: { onMore: () => void }) {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const path = useLocation({ select: (l) => l.pathname })
  const wanted = ['/inbox', '/signals', '/surveys']
  const places = areas
    .flatMap((area) => area.places)
    .filter((p) => wanted.includes(p.href) && p.href in router.routesByPath)
  const ordered = [overview, ...wanted.flatMap((href) => places.filter((p) => p.href === href))]
  return (
    <nav className={css.bar} aria-label={t`Main, short`}>
      {ordered.map((place) => (
        <AppLink key={place.href} href={place.href} aria-current={isHere(place.href, path) ? 'page' : undefined}>
          <Icon name={place.icon} />
          {i18n._(place.label)}
        </AppLink>
      ))}
      <button type="button" onClick={onMore}>
        <Icon name="more" />
        <Trans>More</Trans>
      </button>
    </nav>
  )
}
