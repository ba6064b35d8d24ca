import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { Card } from '../../components/layout/Page'
import { SentimentTag } from '../../components/SentimentTag'
import { useFormat } from '../../words/i18n'
import css from './metric.module.css'
import { type Signal, useComments } from './queries'

/** What was said last in the slice, each leading to its signal. */
export function LatestComments({ view }: { view: FigureView }) {
  const { t } = useLingui()
  const format = useFormat()
  const { where, from, to } = view.question
  const found = useComments({ where, from, to }, 4, view.ready)
  const total = found.data?.total
  const count = total === undefined ? '' : format.count(total)
  const items = found.data?.items ?? []
  return (
    <Card
      title={t`Latest comments`}
      remark={count && t`${count} in this period`}
      link={{ label: t`All comments`, href: address('/signals', { ...view.slice, has: 'comment' }) }}
    >
      {found.isError ? (
        <ErrorState error={found.error} title={t`Comments could not be fetched.`} onRetry={() => found.refetch()} />
      ) : !found.data ? (
        <LoadingRows rows={4} />
      ) : items.length === 0 ? (
        <EmptyState sentence={<Trans>No comments in this period.</Trans>} />
      ) : (
        <ul>
          {items.map((signal) => (
            <Comment key={signal.id} signal={signal} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Comment({ signal }: { signal: Signal }) {
  const format = useFormat()
  const text = signal.comments?.[0]?.text ?? ''
  const about = [signal.touch_point?.name, ...Object.values(signal.attributes)].filter(Boolean).slice(0, 2).join(' · ')
  return (
    <li className={css.item}>
      <AppLink className={css.whole} href={`/signals/${signal.id}`}>
        <span className={css.words} dir="auto">
          “{text}”
        </span>
      </AppLink>
      <span className={css.under}>
        {signal.sentiment && <SentimentTag word={signal.sentiment.word} />}
        <span className="second small ellipsis grow">{about}</span>
        <time className="muted small nowrap" dateTime={signal.at}>
          {format.moment(signal.at)}
        </time>
      </span>
    </li>
  )
}
