import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { SentimentTag } from '../../components/SentimentTag'
import { type Column, DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import { useFormat } from '../../words/i18n'
import type { Measure, Signal } from './queries'
import css from './signal.module.css'
import { momentOf, useKindWords, useLeftOutWords } from './words'

/** Signals in rows: when, what was said, the scores, where. With a metric its score has a column of its own. */
export function SignalTable({
  signals,
  metric,
  more,
  empty,
}: {
  signals: readonly Signal[]
  metric?: string
  more: { has: boolean; busy: boolean; load: () => void; total?: number }
  empty: ReactNode
}) {
  const { t } = useLingui()
  const format = useFormat()
  const kinds = useKindWords()
  const left = useLeftOutWords()
  const phone = usePhone()
  const score = (measure: Measure | undefined) =>
    measure?.score !== undefined ? (
      <span className="nowrap">
        <b>{measure.score}</b> <span className="muted">{t`of ${measure.max}`}</span>
      </span>
    ) : (
      <span className="muted">{measure?.left_out ? left[measure.left_out] : ''}</span>
    )
  const name = signals[0]?.measures?.find((m) => m.metric === metric)?.name ?? t`Score`
  const where = (s: Signal) => [s.touch_point?.name, s.unit?.name].filter(Boolean).join(' · ')
  const chosen: Column<Signal>[] = metric
    ? [
        {
          id: 'score',
          header: name,
          cell: (s) => score(s.measures?.find((m) => m.metric === metric)),
          align: 'right',
          phone: 'keep',
        },
      ]
    : [{ id: 'scores', header: t`Scores`, cell: (s) => <Scores measures={s.measures ?? []} />, width: '24%' }]
  const columns: Column<Signal>[] = [
    {
      id: 'at',
      header: phone ? t`Signal` : t`Time`,
      cell: (s) => (
        <span className="nowrap">
          <time dateTime={s.at}>{momentOf(s.at, format)}</time>
          <span className="vh">{` ${kinds(s.kind)} ${where(s)}`}</span>
        </span>
      ),
      width: '11%',
    },
    {
      id: 'comment',
      header: t`Comment`,
      cell: (s) => (
        <p className={css.words} dir="auto">
          {s.excerpts?.length ? (
            <Excerpts parts={s.excerpts.flat()} />
          ) : (
            (s.comments ?? []).map((c) => c.text).join(' ')
          )}
        </p>
      ),
      width: '40%',
    },
    {
      id: 'sentiment',
      header: t`Sentiment`,
      cell: (s) => (s.sentiment ? <SentimentTag word={s.sentiment.word} /> : null),
    },
    ...chosen,
    {
      id: 'where',
      header: t`Touch point`,
      width: '16%',
      cell: (s) => <span className="second">{where(s) || kinds(s.kind)}</span>,
    },
  ]
  return (
    <DataTable
      label={t`Signals`}
      columns={columns}
      rows={signals}
      rowKey={(s) => s.id}
      href={(s) => `/signals/${s.id}`}
      more={more}
      empty={empty}
    />
  )
}

function Scores({ measures }: { measures: readonly Measure[] }) {
  const { t } = useLingui()
  const scored = measures.filter((m) => m.score !== undefined)
  const [shown, rest] = [scored.slice(0, 3), scored.length - 3]
  return (
    <span className={css.scores}>
      {shown.map((m) => (
        <span key={m.metric} className="nowrap">
          <span className="second">{m.name}</span> <b>{m.score}</b>
        </span>
      ))}
      {rest > 0 && <span className="muted nowrap">{t`and ${rest} more`}</span>}
    </span>
  )
}

/** What stands around the words that were searched, those marked. */
function Excerpts({ parts }: { parts: readonly { text: string; hit?: boolean }[] }) {
  return (
    <>
      {parts.map((part, at) =>
        part.hit ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity of their own and don't move
          <mark key={at}>{part.text}</mark>
        ) : (
          part.text
        ),
      )}
    </>
  )
}
