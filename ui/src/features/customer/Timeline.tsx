import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useSearchState } from '../../components/filter/useSearchState'
import { Icon, type IconName } from '../../components/Icon'
import { Card } from '../../components/layout/Page'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import css from './customer.module.css'
import { type Entry, type EntryKind, useTimeline } from './queries'
import { useEntryWords } from './useEntryWords'
import { useKindWords } from './words'

const icons: Record<EntryKind, IconName> = {
  signal: 'signal',
  case: 'recover',
  commitment: 'phone',
  purchase: 'check',
  message: 'mail',
  consent: 'lock',
  merge: 'people',
}

/** Everything that happened with a customer, newest first; one kind of it on request. */
export function Timeline({ id }: { id: string }) {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const kind = get('kind')
  const words = useKindWords()
  const found = useTimeline(id, kind)
  const signals = useMay('signal.read')
  const kinds = (Object.keys(words) as EntryKind[]).filter((one) => one !== 'signal' || signals)
  const entries = found.data?.pages.flatMap((page) => page.items ?? []) ?? []
  return (
    <Card
      title={t`Timeline`}
      remark={signals ? t`newest first` : t`newest first; of signals only what is in your cases`}
    >
      <fieldset className={css.kinds}>
        <legend className="vh">{t`Show`}</legend>
        {(['', ...kinds] as const).map((one) => (
          <button
            key={one}
            type="button"
            className={css.kind}
            aria-pressed={kind === one}
            onClick={() => set({ kind: one || undefined })}
          >
            {one === '' ? t`Everything` : words[one]}
          </button>
        ))}
      </fieldset>
      {found.isError ? (
        <ErrorState error={found.error} title={t`The timeline could not be fetched.`} onRetry={() => found.refetch()} />
      ) : found.isPending ? (
        <LoadingRows rows={5} />
      ) : entries.length === 0 ? (
        <EmptyState sentence={kind ? t`Nothing of this kind has happened.` : t`Nothing has happened yet.`}>
          {kind && (
            <Button onClick={() => set({ kind: undefined })}>
              <Trans>Show everything</Trans>
            </Button>
          )}
        </EmptyState>
      ) : (
        <ol className={css.timeline} aria-label={t`Timeline`}>
          {entries.map((entry) => (
            <Line key={entry.id} entry={entry} customer={id} />
          ))}
        </ol>
      )}
      {found.hasNextPage && (
        <p style={{ padding: '0 16px 12px' }}>
          <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            <Trans>Show older</Trans>
          </Button>
        </p>
      )}
    </Card>
  )
}

function Line({ entry, customer }: { entry: Entry; customer: string }) {
  const format = useFormat()
  const words = useEntryWords(customer)
  const broken = entry.state === 'broken' || entry.state === 'failed'
  return (
    <li className={css.entry}>
      <span className={css.node} data-broken={broken ? '' : undefined}>
        <Icon name={icons[entry.kind]} />
      </span>
      <div className={css.words}>
        {words(entry)}
        <Details entry={entry} />
      </div>
      <time className="muted small nowrap" dateTime={entry.at} title={format.dateTime(entry.at)}>
        {format.moment(entry.at)}
      </time>
    </li>
  )
}

function Details({ entry }: { entry: Entry }): ReactNode {
  const { t } = useLingui()
  const scores = entry.scores ?? []
  const where = (
    entry.kind === 'message' || entry.kind === 'commitment'
      ? [
          entry.source === 'page' && t`on the status page`,
          entry.source === 'hand' && t`noted by hand`,
          entry.source === 'letter' || entry.kind === 'commitment' ? entry.ref : '',
          entry.by,
        ]
      : [entry.place, entry.kind === 'signal' && entry.source, entry.kind === 'signal' && entry.by]
  )
    .filter(Boolean)
    .join(' · ')
  return (
    <>
      {where && <div className="small muted">{where}</div>}
      {scores.length > 0 && (
        <div className={`${css.scores} small`}>
          {scores.map((s) => (
            <span key={s.metric}>
              {s.name} <b>{s.score}</b> <span className="muted">{t`of ${s.max}`}</span>
            </span>
          ))}
        </div>
      )}
      {entry.text && (
        <p className={css.said} dir="auto">
          {entry.text}
        </p>
      )}
    </>
  )
}
