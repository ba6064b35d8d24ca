import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button, ButtonLink } from '../../components/Button'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows, Progress } from '../../components/feedback/Loading'
import { address } from '../../components/filter/search'
import { Card, CardBody, Columns, Facts, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useFormat } from '../../words/i18n'
import { Counted } from './Counted'
import { Found, Scores } from './Found'
import { ImportActions } from './ImportActions'
import { ImportTable } from './ImportsPage'
import css from './importing.module.css'
import { save } from './MappingMenu'
import { periodOf } from './period'
import { type Import, previewQuery, useImport, useImports } from './queries'
import { StateTag } from './words'

/** One import: how far it is, what came of it, and the way back. */
export function ImportPage() {
  const { t } = useLingui()
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: im, error, isError, refetch } = useImport(id)
  return (
    <>
      <PageHeader
        title={im?.name ?? t`Import`}
        crumb={{ label: t`Imports`, href: '/imports' }}
        tags={im && <StateTag state={im.state} />}
        actions={im && <ImportActions im={im} />}
      />
      <PageBody>
        {im ? (
          <Columns aside={<Aside im={im} />}>
            <Outcome im={im} />
            <Scores im={im} />
            <History im={im} />
          </Columns>
        ) : (
          <Card>
            {isError ? (
              <ErrorState error={error} title={t`The import could not be loaded`} onRetry={() => refetch()} />
            ) : (
              <LoadingRows />
            )}
          </Card>
        )}
      </PageBody>
    </>
  )
}

/** Progress while it runs, then the counts. */
function Outcome({ im }: { im: Import }) {
  const { t } = useLingui()
  const format = useFormat()
  const headline = useHeadline()
  const [done, rows] = [format.count(im.done), format.count(im.rows)]
  const [erased, accepted] = [format.count(im.erased), format.count(im.accepted)]
  const running = im.state === 'waiting' || im.state === 'running'
  return (
    <Card
      title={headline(im)}
      remark={running ? t`${done} of ${rows} rows` : im.state === 'undoing' ? t`${erased} of ${accepted}` : undefined}
    >
      {running && <Progress share={im.rows > 0 ? im.done / im.rows : 0} label={t`Rows imported`} />}
      {im.state === 'undoing' && (
        <Progress share={im.accepted > 0 ? im.erased / im.accepted : 0} label={t`Signals removed`} />
      )}
      {im.error && (
        <div className={css.inCard}>
          <Notice tone="worse" icon="warning">
            {im.error}
          </Notice>
        </div>
      )}
      <div className={css.counts}>
        <Counted value={im.accepted} label={t`rows accepted`} />
        <Counted value={im.rejected} label={t`rejected`} tone={im.rejected > 0 ? 'worse' : undefined} />
        <Counted value={im.duplicates} label={t`duplicates`} />
      </div>
      <div className={css.next}>
        {running ? (
          <p className="muted">
            <Trans>It goes on in the background when you leave this page.</Trans>
          </p>
        ) : (
          <>
            {im.accepted > 0 && im.state !== 'undone' && im.state !== 'undoing' && <SeeFigures im={im} />}
            {im.rejected > 0 && (
              <ButtonLink icon="export" href={`/api/v1/imports/${im.id}/rejected`} download>
                {t`Rejected rows with reasons`}
              </ButtonLink>
            )}
            {im.state === 'undone' && (
              <ButtonLink icon="import" href="/imports/new">
                <Trans>Import again</Trans>
              </ButtonLink>
            )}
          </>
        )}
      </div>
    </Card>
  )
}

/** What has become of it, in a few words. */
function useHeadline(): (im: Import) => string {
  const { t } = useLingui()
  return (im) => {
    const words: Record<Import['state'], string> = {
      waiting: im.replaces ? t`Waiting until the first import is undone` : t`Waiting for its turn`,
      running: t`Importing`,
      done: im.accepted > 0 ? t`Imported` : t`Nothing new came in`,
      failed: t`The import stopped`,
      cancelled: im.accepted > 0 ? t`Cancelled; what had come in stays` : t`Cancelled`,
      undoing: t`Removing what came in`,
      undone: t`Undone: nothing of it is left`,
    }
    return words[im.state]
  }
}

/** Beyond this many rows the period is not worth reading the whole file again. */
const quickRows = 200_000

/** To the Overview over the months that the file's rows are from; the preview knows them. */
function SeeFigures({ im }: { im: Import }) {
  const format = useFormat()
  const { data } = useQuery({
    ...previewQuery(im.upload, im.mapping),
    enabled: im.rows <= quickRows,
    staleTime: 60_000,
  })
  const period =
    data?.earliest && data.latest ? periodOf(format.isoDay(data.earliest), format.isoDay(data.latest)) : null
  return (
    <ButtonLink
      kind="primary"
      icon="overview"
      href={address('/', period ? { ...period, against: 'none' } : { from: 'all' })}
    >
      <Trans>See the figures</Trans>
    </ButtonLink>
  )
}

function Aside({ im }: { im: Import }) {
  const { t } = useLingui()
  const format = useFormat()
  return (
    <>
      <Found im={im} />
      <Card title={t`About this import`}>
        <CardBody>
          <Facts
            items={[
              [t`By`, im.by.name],
              [t`Begun`, format.dateTime(im.created_at)],
              [t`Finished`, im.finished_at && format.dateTime(im.finished_at)],
              [t`Rows`, format.count(im.rows)],
              [t`Mapping`, im.saved && t`${im.saved.name}, version ${im.saved.version}`],
              [t`Cases`, im.open_cases ? t`opened by the rules` : t`not opened`],
            ]}
          />
          <div className="row" style={{ paddingTop: 12 }}>
            <Button icon="export" onClick={() => save(im.name, im.mapping)}>
              {t`Mapping as a JSON file`}
            </Button>
          </div>
        </CardBody>
      </Card>
    </>
  )
}

/** Other runs of the same file. */
function History({ im }: { im: Import }) {
  const { t } = useLingui()
  const imports = useImports()
  const runs = (imports.data?.pages.flatMap((page) => page.items ?? []) ?? []).filter((i) => i.upload === im.upload)
  if (runs.length < 2) return null
  return (
    <Card title={t`Runs of this file`} remark={t`newest first`}>
      <ImportTable rows={runs} selected={im.id} />
    </Card>
  )
}
