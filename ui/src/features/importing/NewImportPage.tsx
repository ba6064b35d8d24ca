import { Trans, useLingui } from '@lingui/react/macro'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Notice } from '../../components/feedback/ErrorState'
import type { Search } from '../../components/filter/search'
import { PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { FileCard } from './FileCard'
import { kept } from './kept'
import { MappingScreen } from './MappingScreen'
import { useUpload } from './useUpload'

/** Chooses a file, then says what its columns are. The file's hash is in the URL; what was decided is kept for the tab. */
export function NewImportPage() {
  const { t } = useLingui()
  const search = useSearch({ strict: false }) as Search
  const hash = typeof search.upload === 'string' ? search.upload : ''
  const start = useMemo(() => (hash ? kept(hash) : null), [hash])
  const upload = useUpload()
  if (start) return <MappingScreen key={hash} start={start} />
  return (
    <>
      <PageHeader title={t`New import`} crumb={{ label: t`Imports`, href: '/imports' }} />
      <PageBody>
        {hash && (
          <Notice tone="soon" icon="warning">
            <Trans>This tab no longer knows which file it was. Choose it again; nothing was imported.</Trans>
          </Notice>
        )}
        <FileCard upload={upload} />
      </PageBody>
    </>
  )
}
