import { useLingui } from '@lingui/react/macro'
import { useCommands } from '../../components/commands/Commands'
import type { Command } from '../../components/commands/command-list'
import type { BesideKind } from './BesideDialogs'
import type { Inbox } from './useInbox'

export const noteId = 'case-note'

/** j k a r e x n; `z` is the shell's. All of them stand in the palette and in the list of keys too. */
export function useInboxKeys({
  inbox,
  current,
  may,
  begin,
  mark,
  clear,
  add,
}: {
  inbox: Inbox
  current: string
  may: boolean
  begin: (kind: 'close' | 'resolve' | 'assign' | 'edit' | BesideKind) => void
  mark: (id: string) => void
  clear: () => void
  add: () => void
}): void {
  const { t } = useLingui()
  const group = t`Inbox`
  const move = (by: 1 | -1) => {
    const rows = inbox.rows ?? []
    const at = rows.findIndex((row) => row.id === current)
    const next = at < 0 ? rows[0] : rows[Math.min(Math.max(at + by, 0), rows.length - 1)]
    if (next) inbox.go(next.id)
  }
  const reading: Command[] = [
    { id: 'inbox.next', label: t`Next case`, group, key: 'j', keyOnly: true, run: () => move(1) },
    { id: 'inbox.previous', label: t`Previous case`, group, key: 'k', keyOnly: true, run: () => move(-1) },
  ]
  const working: Command[] = [
    { id: 'inbox.new', label: t`New case`, group, icon: 'plus', key: 'n', run: add },
    { id: 'inbox.assign', label: t`Assign`, group, icon: 'person', key: 'a', run: () => begin('assign') },
    {
      id: 'inbox.note',
      label: t`Write a note`,
      group,
      icon: 'note',
      key: 'r',
      run: () => document.getElementById(noteId)?.focus(),
    },
    { id: 'inbox.close', label: t`Close`, group, icon: 'check', key: 'e', run: () => begin('close') },
    {
      id: 'inbox.mark',
      label: t`Mark, to do the same to several`,
      group,
      key: 'x',
      run: () => current && mark(current),
    },
    { id: 'inbox.promise', label: t`Promise something`, group, icon: 'phone', key: 'c', run: () => begin('promise') },
    { id: 'inbox.merge', label: t`Merge into another case`, group, run: () => begin('merge') },
    { id: 'inbox.split', label: t`Split off a second case`, group, run: () => begin('split') },
    { id: 'inbox.link', label: t`Link another case`, group, icon: 'link', run: () => begin('link') },
    { id: 'inbox.parent', label: t`Put below another case`, group, icon: 'tree', run: () => begin('parent') },
    { id: 'inbox.edit', label: t`Change title, severity or due date`, group, icon: 'edit', run: () => begin('edit') },
    { id: 'inbox.resolve', label: t`Resolve`, group, icon: 'check', run: () => begin('resolve') },
    { id: 'inbox.clear', label: t`Take all marks away`, group, run: clear },
  ]
  useCommands(may ? [...reading, ...working] : reading)
}
