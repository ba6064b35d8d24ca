import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { CopyField } from '../../components/CopyField'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { FolderCard } from './FolderCard'
import { FolderDialog } from './FolderDialog'
import { type Folder, useFolders, useSavedMappings } from './queries'

/** Folders of the server whose files are imported by themselves. */
export function FoldersPage() {
  const { t } = useLingui()
  const phone = usePhone()
  const may = useMay('import_folder.write')
  const watched = useFolders()
  const mappings = useSavedMappings()
  const [asked, setAsked] = useState<{ folder?: Folder }>()
  const folders = watched.data?.items ?? []
  const base = watched.data?.base
  const ready = may && base !== undefined && (mappings.data ?? []).length > 0
  return (
    <>
      <PageHeader
        title={t`Watched folders`}
        crumb={{ label: t`Imports`, href: '/imports' }}
        remark={t`files that are imported by themselves`}
        actions={
          ready && (
            <Button kind="primary" icon="plus" square={phone} onClick={() => setAsked({})}>
              {t`Watch a folder`}
            </Button>
          )
        }
      />
      <PageBody>
        {watched.isError ? (
          <Card>
            <ErrorState
              error={watched.error}
              title={t`The folders could not be loaded`}
              onRetry={() => watched.refetch()}
            />
          </Card>
        ) : watched.isPending || mappings.isPending ? (
          <Card>
            <LoadingRows />
          </Card>
        ) : (
          <>
            {may && base === undefined && <NoRoot />}
            {ready && (
              <Card title={t`Where folders lie`} remark={t`on the server; nothing outside can be watched`}>
                <CardBody>
                  <CopyField label={t`Folder of the server`} value={base} />
                </CardBody>
              </Card>
            )}
            {folders.map((folder) => (
              <FolderCard key={folder.id} folder={folder} may={may} onEdit={() => setAsked({ folder })} />
            ))}
            {folders.length === 0 && base !== undefined && (
              <Card>
                <EmptyState
                  sentence={t`No folder is watched. Files that another program leaves in one come in by themselves.`}
                >
                  {ready ? (
                    <Button kind="primary" icon="plus" onClick={() => setAsked({})}>
                      {t`Watch a folder`}
                    </Button>
                  ) : (
                    <span className="muted">
                      <Trans>Import one such file by hand first and save its mapping: the folder needs it.</Trans>
                    </span>
                  )}
                </EmptyState>
              </Card>
            )}
            {folders.length === 0 && !may && (
              <p className="muted">
                <Trans>No folder is watched. An administrator can have one watched.</Trans>
              </p>
            )}
          </>
        )}
      </PageBody>
      {asked && <FolderDialog folder={asked.folder} onClose={() => setAsked(undefined)} />}
    </>
  )
}

/** How whoever runs the server lets folders be watched. */
function NoRoot() {
  return (
    <Notice icon="info">
      <p>
        <Trans>
          The server names no folder for files yet. Whoever runs it adds a line to <code>touchstone.toml</code> in the
          data folder and starts it again:
        </Trans>
      </p>
      <p style={{ paddingTop: 6 }}>
        <code>import_root = "/srv/touchstone/incoming"</code>
      </p>
    </Notice>
  )
}
