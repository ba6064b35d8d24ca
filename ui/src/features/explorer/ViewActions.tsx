import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useCommands } from '../../components/commands/Commands'
import { useExport } from '../../components/export/useExport'
import { useToasts } from '../../components/feedback/Toasts'
import { Menu, type MenuEntry } from '../../components/Menu'
import { usePhone } from '../../components/usePhone'
import { KeepDialog, type KeepInput } from '../../components/view/KeepDialog'
import { ShareDialog } from '../../components/view/ShareDialog'
import { useKeptDeeds } from '../../components/view/useKeptDeeds'
import { useMay } from '../../core/session'
import { useSaveView } from '../../core/views'
import { copyTable, downloadView, wishOf } from './export'
import type { Explorer } from './useExplorer'

/** Saving, sharing and taking along what the Explorer shows. */
export function ViewActions({ explorer, title }: { explorer: Explorer; title: string }) {
  const { t } = useLingui()
  const [dialog, setDialog] = useState<'save' | 'edit' | 'share'>()
  const toasts = useToasts()
  const deeds = useKeptDeeds()
  const save = useSaveView()
  const phone = usePhone()
  const [mayWrite, mayLink] = [useMay('view.write'), useMay('link.write')]
  const mayExport = useMay('export.write')
  const { send } = useExport()
  const { saved, changed, spec, told, shown, open } = explorer
  const edits = saved?.may_edit && mayWrite
  const store = async (input: KeepInput, existing: boolean) => {
    const view = await save.mutateAsync({ view: existing ? saved : undefined, body: { ...input, spec } })
    toasts.show(t`“${view.name}” is saved`)
    open(view)
  }
  const saveChanges = () => {
    if (!saved) return
    const { name, description = '', shared = false } = saved
    const before = saved.spec
    save
      .mutateAsync({ view: saved, body: { name, description, shared, spec } })
      .then((now) =>
        toasts.show(t`“${name}” is saved`, {
          undo: () =>
            void save.mutateAsync({ view: now, body: { name, description, shared, spec: before } }).catch(deeds.failed),
        }),
      )
      .catch(deeds.failed)
  }
  const remove = async () => {
    if (saved && (await deeds.remove({ kind: 'view', id: saved.id, name: saved.name }))) open(undefined)
  }
  const entries: MenuEntry[] = [
    ...(saved && changed && edits
      ? [{ label: t`Save the changes`, icon: 'check' as const, onSelect: saveChanges }]
      : []),
    ...(mayWrite
      ? [
          {
            label: saved ? t`Save as a new view…` : t`Save as a view…`,
            icon: 'plus' as const,
            onSelect: () => setDialog('save'),
          },
        ]
      : []),
    ...(saved && changed
      ? [{ label: t`Back to what is saved`, icon: 'undo' as const, onSelect: () => open(saved) }]
      : []),
    ...(saved && edits
      ? [{ label: t`Name and sharing…`, icon: 'edit' as const, onSelect: () => setDialog('edit') }]
      : []),
    ...(saved
      ? [
          {
            label: saved.pinned ? t`Take out of the side bar` : t`Put into the side bar`,
            icon: 'star' as const,
            onSelect: () => deeds.pin({ kind: 'view', id: saved.id, name: saved.name }, !saved.pinned),
          },
        ]
      : []),
    ...(saved && edits
      ? [
          { kind: 'divider' as const },
          { label: t`Delete`, icon: 'trash' as const, danger: true, onSelect: () => void remove() },
        ]
      : []),
  ]
  useCommands([
    ...(mayWrite
      ? [
          {
            id: 'view-save',
            label: t`Save this view`,
            group: t`Explorer`,
            icon: 'plus' as const,
            run: () => setDialog('save'),
          },
        ]
      : []),
    ...(saved && mayLink
      ? [
          {
            id: 'view-link',
            label: t`Make a read-only link`,
            group: t`Explorer`,
            icon: 'link' as const,
            run: () => setDialog('share'),
          },
        ]
      : []),
  ])
  return (
    <>
      {saved && changed && edits && !phone && (
        <Button kind="primary" busy={save.isPending} onClick={saveChanges}>
          {t`Save`}
        </Button>
      )}
      {!saved && mayWrite && !phone && (
        <Button icon="plus" onClick={() => setDialog('save')}>
          {t`Save view`}
        </Button>
      )}
      {saved && mayLink && !phone && (
        <Button icon="link" onClick={() => setDialog('share')}>
          {t`Share link`}
        </Button>
      )}
      <Menu
        trigger={
          <Button icon="export" square={phone} disabled={!told}>
            {t`Export`}
          </Button>
        }
        remark={t`The digits of the screen, each with n and interval`}
        entries={[
          { label: t`Table as CSV`, onSelect: () => told && downloadView(title, shown, told) },
          ...(mayExport && told
            ? [
                { label: t`Figures as Excel (XLSX)`, onSelect: () => void send(wishOf(shown, told), 'xlsx') },
                { label: t`Figures as Parquet`, onSelect: () => void send(wishOf(shown, told), 'parquet') },
              ]
            : []),
          {
            label: t`Copy the table`,
            onSelect: () =>
              void (told ? copyTable(shown, told) : Promise.reject()).then(
                () => toasts.show(t`The table is on the clipboard`),
                () => toasts.show(t`The browser doesn’t allow copying here`, { tone: 'failed' }),
              ),
          },
          { label: t`Print`, onSelect: () => window.print() },
        ]}
      />
      {(saved || phone) && entries.length > 0 && (
        <Menu
          trigger={
            <Button icon="more" square>
              {t`More about this view`}
            </Button>
          }
          entries={[
            ...entries,
            ...(phone && saved && mayLink
              ? [{ label: t`Share link…`, icon: 'link' as const, onSelect: () => setDialog('share') }]
              : []),
          ]}
        />
      )}
      {dialog === 'save' && (
        <KeepDialog
          title={t`Save as a view`}
          deed={t`Save`}
          initial={{ name: saved ? t`Copy of ${saved.name}` : title, description: '', shared: false }}
          onSend={(input) => store(input, false)}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'edit' && saved && (
        <KeepDialog
          title={t`Name and sharing`}
          deed={t`Save`}
          initial={{ name: saved.name, description: saved.description ?? '', shared: saved.shared ?? false }}
          mayShare={saved.mine}
          onSend={(input) => save.mutateAsync({ view: saved, body: { ...input, spec: saved.spec } })}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'share' && saved && (
        <ShareDialog kind="view" id={saved.id} name={saved.name} onClose={() => setDialog(undefined)} />
      )}
    </>
  )
}
