import { useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { useToasts } from '../components/feedback/Toasts'
import { Icon, Logo } from '../components/Icon'
import { Menu } from '../components/Menu'
import { useSignedIn, useSwitchOrganisation } from '../core/session'
import { explain } from '../words/problems'
import css from './shell.module.css'

/** Which organisation is shown, and the way to another. With one only, it is a plain name. */
export function OrganisationMenu() {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const session = useSignedIn()
  const change = useSwitchOrganisation()
  const all = session.organisations ?? []
  const name = (
    <>
      <Logo />
      <span className="ellipsis grow">{session.organisation.name}</span>
    </>
  )
  if (all.length < 2) return <div className={css.organisation}>{name}</div>
  const switchTo = (id: string) =>
    change.mutate(id, {
      // Filters and ids of one organisation mean nothing in another: start from its Overview.
      onSuccess: () => void router.navigate({ href: '/' }),
      onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
    })
  return (
    <Menu
      align="start"
      width={240}
      trigger={
        <button type="button" className={css.organisation}>
          {name}
          <Icon name="down" small />
        </button>
      }
      entries={[
        { kind: 'label', label: t`Organisation` },
        ...all.map((one) => ({
          label: one.name,
          checked: one.id === session.organisation.id,
          onSelect: () => one.id !== session.organisation.id && switchTo(one.id),
        })),
      ]}
    />
  )
}
