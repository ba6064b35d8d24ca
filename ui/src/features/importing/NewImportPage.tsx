import { useLingui } from '@lingui/react/macro'
import { useSearch } from '@tanstack/react-router'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import type { Search } from '../../components/filter/search'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { FileCard } from './FileCard'
import { MappingScreen } from './MappingScreen'
import { useUploaded } from './queries'
import { useUpload } from './useUpload'

/** Chooses a file, then says what its columns are. What names the file is in the URL. */
export function NewImportPage() {
  const { t } = useLingui()
  const search = useSearch({ strict: false }) as Search
  const id = typeof search.upload === 'string' ? search.upload : ''
  const found = useUploaded(id)
  const upload = useUpload()
  if (id && found.data) return <MappingScreen key={id} upload={found.data} />
  return (
    <>
      <PageHeader title={t`New import`} crumb={{ label: t`Imports`, href: '/imports' }} />
      <PageBody>
        {id && found.isPending && (
          <Card>
            <LoadingRows />
          </Card>
        )}
        {id && found.isError && (
          <Card>
            <ErrorState
              error={found.error}
              title={t`The file is no longer here`}
              kept={t`Files that nobody imports are kept for a day. Choose it again; nothing was imported.`}
            />
          </Card>
        )}
        {!(id && found.isPending) && <FileCard upload={upload} />}
      </PageBody>
    </>
  )
}
