import { useLingui } from '@lingui/react/macro'
import { useMantineColorScheme } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { Avatar } from '../components/Avatar'
import { useToasts } from '../components/feedback/Toasts'
import { Menu } from '../components/Menu'
import { useFormatRole } from '../components/useFormatRole'
import { useSignedIn, useSignOut } from '../core/session'
import { explain } from '../words/problems'
import css from './shell.module.css'

export function UserMenu({ onKeys }: { onKeys: () => void }) {
  const { t, i18n } = useLingui()
  const { user, role } = useSignedIn()
  const roleName = useFormatRole()
  const router = useRouter()
  const toasts = useToasts()
  const signOut = useSignOut()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const leave = () =>
    signOut.mutate(undefined, {
      onSuccess: () => void router.navigate({ href: '/sign-in' }),
      onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
    })
  return (
    <Menu
      align="start"
      width={220}
      trigger={
        <button type="button" className={css.me}>
          <Avatar name={user.name} />
          <span className="grow ellipsis">
            {user.name}
            <br />
            <span className="muted tiny">{role ? roleName(role) : user.email}</span>
          </span>
        </button>
      }
      entries={[
        { kind: 'label', label: t`Appearance` },
        { label: t`Light`, icon: 'sun', checked: colorScheme === 'light', onSelect: () => setColorScheme('light') },
        { label: t`Dark`, icon: 'moon', checked: colorScheme === 'dark', onSelect: () => setColorScheme('dark') },
        {
          label: t`As the system`,
          icon: 'screen',
          checked: colorScheme === 'auto',
          onSelect: () => setColorScheme('auto'),
        },
        { kind: 'divider' },
        { label: t`Your account`, icon: 'person', href: '/settings/account' },
        { label: t`Keys`, icon: 'keyboard', keyHint: '?', onSelect: onKeys },
        { label: t`Sign out`, icon: 'out', onSelect: leave },
      ]}
      remark={user.email}
    />
  )
}
