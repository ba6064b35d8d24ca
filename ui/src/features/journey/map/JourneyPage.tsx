import { useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ErrorState } from '../../../components/feedback/ErrorState'
import { LoadingRows } from '../../../components/feedback/Loading'
import { useSearchState } from '../../../components/filter/useSearchState'
import { Card, PageBody } from '../../../components/layout/Page'
import { PageHeader } from '../../../components/layout/PageHeader'
import { useMay } from '../../../core/session'
import { heardBy, useMapLive } from '../live/useMapLive'
import { type Journey, useJourney, useVersion } from '../queries'
import { Editor } from './Editor'
import { Reader } from './Reader'

/** One journey: its draft under one's hands, or a version as it was published. */
export function JourneyPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useJourney(id)
  const crumb = { label: t`Journeys`, href: '/journeys' }
  if (found.data) return <Shown key={id} of={found.data} />
  return (
    <>
      <PageHeader title={t`Journey`} crumb={crumb} />
      <PageBody>
        <Card>
          {found.isError ? (
            <ErrorState
              error={found.error}
              title={t`This journey could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : (
            <LoadingRows rows={8} />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Shown({ of }: { of: Journey }) {
  const [get] = useSearchState()
  const may = useMay('journey.write')
  const asked = Number(get('version')) || 0
  // What was published is shown as it stands until somebody draws on.
  const number = asked || (of.version > 0 && (!may || !of.changed) && !get('edit') ? of.version : 0)
  const version = useVersion(of.id, number)
  const listens = useMemo(() => heardBy(of.map), [of.map])
  const heard = useMapLive(of.id, number, listens)
  if (number === 0) return <Editor of={of} editable={may} heard={heard} />
  if (version.data) return <Reader key={number} of={of} version={version.data} heard={heard} />
  return (
    <PageBody>
      <Card>{version.isError ? <ErrorState error={version.error} /> : <LoadingRows rows={8} />}</Card>
    </PageBody>
  )
}
