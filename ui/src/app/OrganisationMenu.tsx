import { useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import type { Command } from '../components/commands/command-list'
import { useToasts } from '../components/feedback/Toasts'
import { Icon, Logo } from '../components/Icon'
import { Menu } from '../components/Menu'
import { useSignedIn, useSwitchOrganisation } from '../core/session'
import { explain } from '../words/problems'
import css from './shell.module.css'

/** Goes to another organisation, where it starts at the Overview: filters and ids of one mean nothing in another. */
function useSwitchTo(): (id: string) => void {
  const { i18n } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const change = useSwitchOrganisation()
  return (id) =>
    change.mutate(id, {
      onSuccess: () => void router.navigate({ href: '/' }),
      onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
    })
}

/** The other organisations, for the palette. */
export function useSwitchCommands(): readonly Command[] {
  const { t } = useLingui()
  const session = useSignedIn()
  const switchTo = useSwitchTo()
  return (session.organisations ?? [])
    .filter((one) => one.id !== session.organisation.id)
    .map((one) => ({
      id: `organisation.${one.id}`,
      label: t`Go to ${one.name}`,
      group: t`Organisations`,
      icon: 'building' as const,
      run: () => switchTo(one.id),
    }))
}

/** Which organisation is shown, and the way to another. With one only, it is a plain name. */
export function OrganisationMenu() {
  const { t } = useLingui()
  const session = useSignedIn()
  const switchTo = useSwitchTo()
  const all = session.organisations ?? []
  const name = (
    <>
      <Logo />
      <span className="ellipsis grow">{session.organisation.name}</span>
    </>
  )
  if (all.length < 2) return <div className={css.organisation}>{name}</div>
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
