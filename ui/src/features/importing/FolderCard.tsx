import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card } from '../../components/layout/Page'
import { Menu, type MenuEntry } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import css from './importing.module.css'
import { type Folder, type FolderFile, useFolderEdits, useFolderFiles, useSavedMappings } from './queries'

/** One watched folder: what it takes, and what came of each file. */
export function FolderCard({ folder, may, onEdit }: { folder: Folder; may: boolean; onEdit: () => void }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const { add, edit, drop, look } = useFolderEdits()
  const mapping = useSavedMappings().data?.find((s) => s.id === folder.mapping)?.name ?? t`a mapping of somebody’s own`
  const { name, minutes } = folder
  const body = {
    name,
    path: folder.path,
    pattern: folder.pattern,
    mapping: folder.mapping,
    open_cases: folder.open_cases,
    minutes,
    on: folder.on,
  }
  const attempt = async (deed: () => Promise<unknown>, done: string, undo?: () => void) => {
    try {
      await deed()
      toasts.show(done, undo && { undo })
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  const entries: MenuEntry[] = [
    { label: t`Change…`, icon: 'edit', onSelect: onEdit },
    {
      label: folder.on ? t`Switch off` : t`Switch on`,
      icon: folder.on ? 'stop' : 'play',
      onSelect: () =>
        attempt(
          () => edit.mutateAsync({ id: folder.id, version: folder.version, body: { ...body, on: !folder.on } }),
          folder.on ? t`${name} is switched off` : t`${name} is switched on`,
        ),
    },
    {
      label: t`Stop watching it`,
      icon: 'trash',
      onSelect: () =>
        attempt(
          () => drop.mutateAsync(folder.id),
          t`${name} is no longer watched; what came in stays`,
          () => add.mutate(body),
        ),
    },
  ]
  const where = `${folder.path ? `${folder.path}/` : ''}${folder.pattern}`
  return (
    <Card
      title={name}
      remark={t`${where} · ${mapping} · every ${minutes} min`}
      controls={
        <span className="row" style={{ gap: 6 }}>
          {!folder.on && <Tag tone="outline">{t`Off`}</Tag>}
          {may && folder.on && (
            <Button
              busy={look.isPending}
              onClick={() => attempt(() => look.mutateAsync(folder.id), t`Looking into ${name}`)}
            >
              {t`Look now`}
            </Button>
          )}
          {may && (
            <Menu
              trigger={<Button kind="quiet" square icon="more">{t`Actions for ${name}`}</Button>}
              entries={entries}
            />
          )}
        </span>
      }
    >
      {folder.error && (
        <div className={css.inCard}>
          <Notice tone="worse" icon="warning">
            {folder.error}
          </Notice>
        </div>
      )}
      <Files folder={folder} />
      <p className="muted small" style={{ padding: '8px 16px 12px' }}>
        {folder.looked_at ? (
          <Trans>
            Looked into {format.dateTime(folder.looked_at)}, on behalf of {folder.by}.
          </Trans>
        ) : (
          <Trans>Not looked into yet; set up by {folder.by}.</Trans>
        )}
      </p>
    </Card>
  )
}

function Files({ folder }: { folder: Folder }) {
  const { t } = useLingui()
  const format = useFormat()
  const files = useFolderFiles(folder.id)
  if (files.isPending) return <LoadingRows rows={2} />
  const rows = files.data?.pages.flatMap((page) => page.items ?? []) ?? []
  const columns: Column<FolderFile>[] = [
    {
      id: 'name',
      header: t`File`,
      cell: (f) =>
        f.import ? (
          <AppLink className="link" href={`/imports/${f.import}`}>
            {f.name}
          </AppLink>
        ) : (
          f.name
        ),
    },
    {
      id: 'state',
      header: t`Outcome`,
      phone: 'keep',
      cell: (f) => <FileTag state={f.state} />,
    },
    {
      id: 'why',
      header: t`Why, or where it is now`,
      cell: (f) => <span className="second">{f.error || f.moved}</span>,
    },
    { id: 'size', header: t`Size`, align: 'right', cell: (f) => format.bytes(f.bytes), phone: 'hide' },
    { id: 'at', header: t`Found`, cell: (f) => format.dateTime(f.seen_at) },
  ]
  return (
    <DataTable
      label={t`Files found in ${folder.name}`}
      columns={columns}
      rows={rows}
      rowKey={(f) => f.id}
      more={{ has: files.hasNextPage, busy: files.isFetchingNextPage, load: () => void files.fetchNextPage() }}
      empty={
        <p className="muted" style={{ padding: '8px 16px' }}>
          <Trans>No file has been found yet.</Trans>
        </p>
      }
    />
  )
}

function FileTag({ state }: { state: FolderFile['state'] }) {
  const { t } = useLingui()
  switch (state) {
    case 'seen':
      return (
        <Tag tone="accent" icon="clock">
          {t`Waiting until it stops changing`}
        </Tag>
      )
    case 'taken':
      return (
        <Tag tone="accent" icon="play">
          {t`Being imported`}
        </Tag>
      )
    case 'done':
      return (
        <Tag tone="better" icon="check">
          {t`Imported`}
        </Tag>
      )
    case 'repeated':
      return (
        <Tag tone="outline" icon="copy">
          {t`Came before`}
        </Tag>
      )
    case 'failed':
      return (
        <Tag tone="worse" icon="warning">
          {t`Failed`}
        </Tag>
      )
  }
}
