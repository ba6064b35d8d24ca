import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { address } from '../../components/filter/search'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { DataTable } from '../../components/table/DataTable'
import { KeepDialog } from '../../components/view/KeepDialog'
import { ShareDialog } from '../../components/view/ShareDialog'
import { writeSpec } from '../../components/view/spec'
import { useKeptDeeds } from '../../components/view/useKeptDeeds'
import { useMay } from '../../core/session'
import { type SavedView, useSaveView, useViews } from '../../core/views'
import { useFormat } from '../../words/i18n'

/** Every saved view: one's own and those that others share. */
export function ViewsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const views = useViews()
  const deeds = useKeptDeeds()
  const save = useSaveView()
  const mayLink = useMay('link.write')
  const mayWrite = useMay('view.write')
  const [doing, setDoing] = useState<{ what: 'edit' | 'share'; view: SavedView }>()
  const duplicate = (view: SavedView) =>
    save.mutate(
      { body: { name: t`Copy of ${view.name}`, description: view.description, shared: false, spec: view.spec } },
      { onError: deeds.failed },
    )
  return (
    <>
      <PageHeader
        title={t`Saved views`}
        crumb={{ label: t`Explorer`, href: '/explorer' }}
        actions={<ButtonLink href="/explorer">{t`Open the Explorer`}</ButtonLink>}
      />
      <PageBody>
        <Card>
          {views.isError ? (
            <ErrorState
              error={views.error}
              title={t`The views could not be fetched.`}
              onRetry={() => views.refetch()}
            />
          ) : views.isPending ? (
            <LoadingRows rows={6} />
          ) : (
            <DataTable
              label={t`Saved views`}
              rows={views.data}
              rowKey={(view) => view.id}
              sort={{ id: 'name', desc: false }}
              columns={[
                {
                  id: 'name',
                  header: t`Name`,
                  cell: (view) => (
                    <span>
                      <AppLink className="link" href={address('/explorer', writeSpec(view.spec, view.id))}>
                        {view.name}
                      </AppLink>
                      {view.description && (
                        <span className="muted small" style={{ display: 'block' }}>
                          {view.description}
                        </span>
                      )}
                    </span>
                  ),
                  sort: (view) => view.name,
                },
                {
                  id: 'owner',
                  header: t`Owner`,
                  cell: (view) => (view.mine ? t`you` : view.owner_name),
                  sort: (view) => view.owner_name,
                },
                {
                  id: 'shared',
                  header: t`Seen by`,
                  cell: (view) => (view.shared ? t`everybody` : t`you alone`),
                  sort: (view) => Number(view.shared ?? false),
                },
                {
                  id: 'updated',
                  header: t`Changed`,
                  cell: (view) => format.moment(view.updated_at),
                  sort: (view) => view.updated_at,
                },
                {
                  id: 'do',
                  header: <span className="vh">{t`Actions`}</span>,
                  align: 'right',
                  phone: 'keep',
                  cell: (view) => (
                    <Menu
                      trigger={
                        <Button kind="quiet" square icon="more">
                          {t`Actions for ${view.name}`}
                        </Button>
                      }
                      entries={[
                        {
                          label: view.pinned ? t`Take out of the side bar` : t`Put into the side bar`,
                          icon: 'star',
                          onSelect: () => deeds.pin({ kind: 'view', id: view.id, name: view.name }, !view.pinned),
                        },
                        ...(mayWrite
                          ? [{ label: t`Duplicate`, icon: 'copy' as const, onSelect: () => duplicate(view) }]
                          : []),
                        ...(mayLink
                          ? [
                              {
                                label: t`Share link…`,
                                icon: 'link' as const,
                                onSelect: () => setDoing({ what: 'share', view }),
                              },
                            ]
                          : []),
                        ...(view.may_edit
                          ? [
                              {
                                label: t`Name and sharing…`,
                                icon: 'edit' as const,
                                onSelect: () => setDoing({ what: 'edit', view }),
                              },
                              { kind: 'divider' as const },
                              {
                                label: t`Delete`,
                                icon: 'trash' as const,
                                danger: true,
                                onSelect: () => void deeds.remove({ kind: 'view', id: view.id, name: view.name }),
                              },
                            ]
                          : []),
                      ]}
                    />
                  ),
                },
              ]}
              empty={
                <EmptyState sentence={<Trans>No view is saved yet.</Trans>}>
                  <ButtonLink kind="primary" href="/explorer">
                    <Trans>Open the Explorer</Trans>
                  </ButtonLink>
                </EmptyState>
              }
            />
          )}
        </Card>
      </PageBody>
      {doing?.what === 'edit' && (
        <KeepDialog
          title={t`Name and sharing`}
          deed={t`Save`}
          initial={{
            name: doing.view.name,
            description: doing.view.description ?? '',
            shared: doing.view.shared ?? false,
          }}
          mayShare={doing.view.mine}
          onSend={(input) => save.mutateAsync({ view: doing.view, body: { ...input, spec: doing.view.spec } })}
          onClose={() => setDoing(undefined)}
        />
      )}
      {doing?.what === 'share' && (
        <ShareDialog kind="view" id={doing.view.id} name={doing.view.name} onClose={() => setDoing(undefined)} />
      )}
    </>
  )
}
