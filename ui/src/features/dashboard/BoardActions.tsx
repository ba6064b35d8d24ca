import { useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { Button } from '../../components/Button'
import { useCommands } from '../../components/commands/Commands'
import { SaveMark } from '../../components/feedback/SaveMark'
import { useToasts } from '../../components/feedback/Toasts'
import { Menu, type MenuEntry } from '../../components/Menu'
import { usePhone } from '../../components/usePhone'
import { useKeptDeeds } from '../../components/view/useKeptDeeds'
import { useMay } from '../../core/session'
import { type Board, useCreateBoard } from '../../core/views'
import { bodyOf, newId } from './content'
import type { BoardDraft } from './useBoardDraft'

/** What can be done with a dashboard: arrange it, share it, copy it. */
export function BoardActions({
  board,
  draft,
  editing,
  onEdit,
  onAdd,
  onName,
  onShare,
  onGone,
}: {
  board: Board
  draft: BoardDraft
  editing: boolean
  onEdit: (on: boolean) => void
  onAdd: () => void
  onName: () => void
  onShare: () => void
  onGone: () => void
}) {
  const { t } = useLingui()
  const router = useRouter()
  const phone = usePhone()
  const toasts = useToasts()
  const deeds = useKeptDeeds()
  const create = useCreateBoard()
  const [mayLink, mayWrite] = [useMay('link.write'), useMay('view.write')]
  const edits = board.may_edit && mayWrite
  const item = { kind: 'dashboard' as const, id: board.id, name: board.name }
  const duplicate = () =>
    create.mutate(
      {
        ...bodyOf(draft.content),
        name: t`Copy of ${board.name}`,
        shared: false,
        tiles: bodyOf(draft.content).tiles.map((tile) => ({ ...tile, id: newId() })),
      },
      {
        onSuccess: (made) => {
          toasts.show(t`“${made.name}” is yours`)
          void router.navigate({ href: `/dashboards/${made.id}` })
        },
        onError: deeds.failed,
      },
    )
  const remove = async () => {
    if (await deeds.remove(item)) onGone()
  }
  const entries: MenuEntry[] = [
    ...(phone && edits
      ? [{ label: editing ? t`Done` : t`Arrange`, icon: 'edit' as const, onSelect: () => onEdit(!editing) }]
      : []),
    ...(phone && mayLink ? [{ label: t`Share link…`, icon: 'link' as const, onSelect: onShare }] : []),
    ...(edits ? [{ label: t`Name and sharing…`, icon: 'edit' as const, onSelect: onName }] : []),
    {
      label: board.pinned ? t`Take out of the side bar` : t`Put into the side bar`,
      icon: 'star',
      onSelect: () => deeds.pin(item, !board.pinned),
    },
    ...(mayWrite ? [{ label: t`Duplicate`, icon: 'copy' as const, onSelect: duplicate }] : []),
    { label: t`Print`, icon: 'export', onSelect: () => window.print() },
    ...(edits
      ? [
          { kind: 'divider' as const },
          { label: t`Delete`, icon: 'trash' as const, danger: true, onSelect: () => void remove() },
        ]
      : []),
  ]
  useCommands([
    ...(edits
      ? [
          {
            id: 'board-edit',
            label: editing ? t`Stop arranging` : t`Arrange this dashboard`,
            group: t`Dashboard`,
            icon: 'edit' as const,
            run: () => onEdit(!editing),
          },
          {
            id: 'board-add',
            label: t`Add a tile`,
            group: t`Dashboard`,
            icon: 'plus' as const,
            run: () => {
              if (!editing) onEdit(true)
              onAdd()
            },
          },
        ]
      : []),
    ...(editing
      ? [
          {
            id: 'board-undo',
            label: t`Undo the last change`,
            group: t`Dashboard`,
            icon: 'undo' as const,
            run: draft.undo,
          },
          { id: 'board-redo', label: t`Redo`, group: t`Dashboard`, run: draft.redo },
        ]
      : []),
    ...(mayLink
      ? [
          {
            id: 'board-link',
            label: t`Make a read-only link`,
            group: t`Dashboard`,
            icon: 'link' as const,
            run: onShare,
          },
        ]
      : []),
  ])
  return (
    <>
      {(editing || draft.state.is === 'failed') && (
        <SaveMark state={draft.state} onRetry={() => void draft.autosave.flush()} />
      )}
      {editing && (
        <>
          <Button square icon="undo" disabled={!draft.canUndo} onClick={draft.undo}>
            {t`Undo`}
          </Button>
          <Button square icon="redo" disabled={!draft.canRedo} onClick={draft.redo}>
            {t`Redo`}
          </Button>
          <Button icon="plus" square={phone} onClick={onAdd}>
            {t`Add a tile`}
          </Button>
          {!phone && (
            <Button kind="primary" onClick={() => onEdit(false)}>
              {t`Done`}
            </Button>
          )}
        </>
      )}
      {!editing && !phone && edits && (
        <Button icon="edit" onClick={() => onEdit(true)}>
          {t`Arrange`}
        </Button>
      )}
      {!editing && !phone && mayLink && (
        <Button icon="link" onClick={onShare}>
          {t`Share link`}
        </Button>
      )}
      <Menu
        trigger={
          <Button icon="more" square>
            {t`More about this dashboard`}
          </Button>
        }
        entries={entries}
      />
    </>
  )
}
