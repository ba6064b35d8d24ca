import { useLingui } from '@lingui/react/macro'
import { Switch } from '@mantine/core'
import { useState } from 'react'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { type Column, DataTable } from '../../components/table/DataTable'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { save } from './MappingMenu'
import { type SavedMapping, useMappingEdits, useSavedMappings } from './queries'
import { RenameMapping } from './RenameMapping'

/** Mappings that were given a name: one's own, and those that are shared. */
export function MappingsPage() {
  const { t } = useLingui()
  const saved = useSavedMappings()
  const [renaming, setRenaming] = useState<SavedMapping>()
  const columns = useColumns(setRenaming)
  return (
    <>
      <PageHeader
        title={t`Saved mappings`}
        crumb={{ label: t`Imports`, href: '/imports' }}
        remark={t`a file with the same columns gets its mapping by itself`}
      />
      <PageBody>
        <Card>
          {saved.isError ? (
            <ErrorState
              error={saved.error}
              title={t`The mappings could not be loaded`}
              onRetry={() => saved.refetch()}
            />
          ) : saved.isPending ? (
            <LoadingRows rows={4} />
          ) : (
            <DataTable
              label={t`Saved mappings`}
              columns={columns}
              rows={saved.data}
              rowKey={(s) => s.id}
              empty={
                <EmptyState
                  sentence={t`No mapping has a name yet. Map a file, then save its mapping for the next one.`}
                >
                  <ButtonLink kind="primary" icon="import" href="/imports/new">
                    {t`Choose a file`}
                  </ButtonLink>
                </EmptyState>
              }
            />
          )}
        </Card>
      </PageBody>
      {renaming && <RenameMapping saved={renaming} onClose={() => setRenaming(undefined)} />}
    </>
  )
}

function useColumns(onRename: (saved: SavedMapping) => void): Column<SavedMapping>[] {
  const { t } = useLingui()
  const format = useFormat()
  return [
    { id: 'name', header: t`Name`, cell: (s) => s.name, sort: (s) => s.name },
    {
      id: 'columns',
      header: t`Columns`,
      cell: (s) => <span className="second">{format.list((s.header ?? []).slice(0, 4))}</span>,
      phone: 'hide',
    },
    { id: 'by', header: t`By`, cell: (s) => (s.mine ? t`you` : s.owner), sort: (s) => s.owner },
    {
      id: 'version',
      header: t`Version`,
      align: 'right',
      cell: (s) => format.count(s.version),
      sort: (s) => s.version,
      phone: 'hide',
    },
    { id: 'at', header: t`Changed`, cell: (s) => format.dateTime(s.updated_at), sort: (s) => s.updated_at },
    { id: 'shared', header: t`Shared`, cell: (s) => <Sharing saved={s} />, phone: 'keep' },
    {
      id: 'do',
      header: <span className="vh">{t`Actions`}</span>,
      align: 'right',
      phone: 'keep',
      cell: (s) => <Actions saved={s} onRename={() => onRename(s)} />,
    },
  ]
}

const bodyOf = (s: SavedMapping) => ({ name: s.name, shared: s.shared, mapping: s.mapping, header: s.header ?? [] })

function Sharing({ saved }: { saved: SavedMapping }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const { edit } = useMappingEdits()
  return (
    <Switch
      size="xs"
      aria-label={t`Share ${saved.name} with everybody who imports`}
      checked={saved.shared}
      onChange={(event) => {
        const body = { ...bodyOf(saved), shared: event.currentTarget.checked }
        edit.mutate(
          { id: saved.id, version: saved.version, body },
          { onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }) },
        )
      }}
    />
  )
}

function Actions({ saved, onRename }: { saved: SavedMapping; onRename: () => void }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const { add, drop } = useMappingEdits()
  const name = saved.name
  const remove = async () => {
    try {
      await drop.mutateAsync(saved.id)
      toasts.show(t`${name} is forgotten`, { undo: () => add.mutate(bodyOf(saved)) })
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  return (
    <Menu
      trigger={<Button kind="quiet" square icon="more">{t`Actions for ${name}`}</Button>}
      width={220}
      entries={[
        { label: t`Rename…`, icon: 'edit', onSelect: onRename },
        { label: t`Save as a JSON file`, icon: 'export', onSelect: () => save(name, saved.mapping) },
        { label: t`Forget it`, icon: 'trash', onSelect: remove },
      ]}
    />
  )
}
