import { useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { Menu, type MenuEntry } from '../../components/Menu'
import type { Member } from '../../core/organisation'
import { useSession } from '../../core/session'
import { explain } from '../../words/problems'
import { useEditMember } from './queries'
import { grantable } from './RoleFields'
import { useUndo } from './useUndo'

export type Deed = 'edit' | 'sessions' | 'password' | 'two-factor'

/** What an administrator can do about a member; nothing for who has a role above one's own. */
export function PersonMenu({ member, onDo }: { member: Member; onDo: (deed: Deed) => void }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const undo = useUndo()
  const edit = useEditMember()
  const session = useSession().data
  const { id, name, active } = member
  if (!(grantable(session?.role) as readonly string[]).includes(member.role)) return null
  const self = id === session?.user?.id
  const shut = (to: boolean) =>
    edit.mutate(
      { id, active: to },
      {
        onSuccess: () =>
          undo(to ? t`${name} may sign in again` : t`${name} is shut out`, () => edit.mutateAsync({ id, active: !to })),
        onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
      },
    )
  const entries: MenuEntry[] = [{ label: t`Change role or unit…`, icon: 'edit', onSelect: () => onDo('edit') }]
  if (!self) {
    entries.push(
      { label: t`Sessions…`, icon: 'screen', onSelect: () => onDo('sessions') },
      { label: t`New password by link…`, icon: 'key', onSelect: () => onDo('password') },
    )
    if (member.two_factor) {
      entries.push({ label: t`Take second factor away…`, icon: 'lock', onSelect: () => onDo('two-factor') })
    }
  }
  entries.push(
    { kind: 'divider' },
    active
      ? { label: t`Shut out`, icon: 'out', danger: true, onSelect: () => shut(false) }
      : { label: t`Let in again`, icon: 'undo', onSelect: () => shut(true) },
  )
  return (
    <Menu
      trigger={
        <Button kind="quiet" square icon="more">
          {t`Change ${name}`}
        </Button>
      }
      entries={entries}
    />
  )
}
