import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Answer } from '../../api/client'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { Skeleton, SlowBar } from '../../components/feedback/Loading'
import { Card } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { Counted } from './Counted'
import type { Fault } from './faults'
import css from './importing.module.css'
import type { Mapping } from './mapping'
import { useMeasureName } from './words'

export type Preview = Answer<'/imports/preview', 'post'>

type Deed = {
  preview: Preview | undefined
  ready: boolean
  busy: boolean
  onStart: (replace?: string) => void
}

/** Imports, or undoes the import of the same file first and imports then. */
export function StartButton({ preview, ready, busy, onStart }: Deed) {
  const { t } = useLingui()
  const format = useFormat()
  const count = preview?.counts.accepted ?? 0
  const accepted = format.count(count)
  const other = otherImport(preview)
  if (other) {
    return (
      <Button
        kind="primary"
        icon="undo"
        busy={busy}
        disabled={!ready || other.state === 'undoing'}
        onClick={() => onStart(other.import)}
      >
        <Trans>Undo the first import and import again</Trans>
      </Button>
    )
  }
  return (
    <Button kind="primary" icon="import" busy={busy} disabled={!ready || count === 0} onClick={() => onStart()}>
      {!preview ? t`Import` : count === 0 ? t`Nothing to import` : t`Import ${accepted} rows`}
    </Button>
  )
}

/** An import of the same file under another mapping, which would count every row twice. */
const otherImport = (preview: Preview | undefined) =>
  preview?.previous && !preview.previous.same_mapping ? preview.previous : undefined

/** What would come of the file. */
export function StartCard({
  preview,
  mapping,
  faults,
  pending,
  refused,
  timeless,
  openCases,
  onOpenCases,
  button,
}: {
  preview: Preview | undefined
  mapping: Mapping
  faults: readonly Fault[]
  pending: boolean
  refused: boolean
  /** No column holds the date yet. */
  timeless: boolean
  openCases: boolean
  onOpenCases: (on: boolean) => void
  button: ReactNode
}) {
  const { t } = useLingui()
  const format = useFormat()
  const counts = preview?.counts
  const other = otherImport(preview)
  const range =
    preview?.earliest && preview.latest ? `${format.date(preview.earliest)} – ${format.date(preview.latest)}` : ''
  return (
    <Card title={t`What would come`} remark={range || t`nothing is recorded yet`}>
      {pending && preview ? <SlowBar /> : <div style={{ height: 3 }} />}
      {timeless && (
        <div className={css.inCard}>
          <Notice tone="worse" icon="warning">
            <Trans>Every row needs a date. Say which column holds it: choose “Date or time” there.</Trans>
          </Notice>
        </div>
      )}
      {refused && !timeless && (
        <div className={css.inCard}>
          <Notice tone="worse" icon="warning">
            {faults.length > 0 ? (
              <>
                <Trans>The mapping needs a change before rows can be counted.</Trans>
                <ul>
                  {faults.map((fault) => (
                    <li key={fault.column + fault.field + fault.message}>
                      {fault.column && <b>{fault.column}: </b>}
                      {fault.message}
                    </li>
                  ))}
                </ul>
              </>
            ) : (
              <Trans>The rows could not be counted.</Trans>
            )}
          </Notice>
        </div>
      )}
      <div className={css.counts} data-stale={pending ? '' : undefined}>
        {counts ? (
          <>
            {other ? (
              <Counted value={counts.accepted + counts.duplicates} label={t`rows, once the first import is undone`} />
            ) : (
              <Counted value={counts.accepted} label={t`rows accepted`} />
            )}
            <Counted value={counts.rejected} label={t`rejected`} tone={counts.rejected > 0 ? 'worse' : undefined} />
            {!other && <Counted value={counts.duplicates} label={t`duplicates`} />}
          </>
        ) : (
          !refused &&
          !timeless && (
            <>
              <Skeleton width="90px" height={32} />
              <Skeleton width="60px" height={32} />
              <Skeleton width="60px" height={32} />
            </>
          )
        )}
      </div>
      {(preview?.breaks ?? []).map((found) => (
        <div key={found.metric} className={css.inCard}>
          <Notice tone="soon" icon="warning">
            <Break found={found} mapping={mapping} />
          </Notice>
        </div>
      ))}
      {preview?.previous && (
        <div className={css.inCard}>
          <Previous previous={preview.previous} nothingNew={counts?.accepted === 0} />
        </div>
      )}
      <div className={css.start}>
        <Checkbox
          size="xs"
          label={t`Open cases for these signals`}
          description={t`Off for old reviews: the rules would open a case for each bad one, however long ago.`}
          checked={openCases}
          onChange={(event) => onOpenCases(event.currentTarget.checked)}
        />
        {button}
      </div>
    </Card>
  )
}

/** The date from which a metric would say that it can’t be compared with before. */
function Break({ found, mapping }: { found: NonNullable<Preview['breaks']>[number]; mapping: Mapping }) {
  const format = useFormat()
  const nameOf = useMeasureName()
  const name = nameOf(found.metric, mapping.measures?.[found.metric])
  const from = format.day(found.at)
  return found.dropped > 0 ? (
    <Trans>
      <b>{name}</b> will say that it can’t be compared from {from} on:{' '}
      <Plural value={found.dropped} one="# value lies" other="# values lie" /> beside the scale.
    </Trans>
  ) : (
    <Trans>
      <b>{name}</b> will say that it can’t be compared from {from} on.
    </Trans>
  )
}

function Previous({ previous, nothingNew }: { previous: NonNullable<Preview['previous']>; nothingNew: boolean }) {
  const href = `/imports/${previous.import}`
  const link = (
    <AppLink className="link" href={href} style={{ textDecoration: 'underline' }}>
      <Trans>See that import</Trans>
    </AppLink>
  )
  if (!previous.same_mapping) {
    return (
      <Notice tone="soon" icon="warning">
        <Trans>
          This file was imported under another mapping. Both together would count every row twice, so the first is
          undone before this one begins.
        </Trans>{' '}
        {link}
      </Notice>
    )
  }
  return (
    <Notice>
      {nothingNew ? (
        <Trans>This file was imported under this mapping already: nothing new will come.</Trans>
      ) : (
        <Trans>Part of this file was imported under this mapping already: only the rest will come.</Trans>
      )}{' '}
      {link}
    </Notice>
  )
}
