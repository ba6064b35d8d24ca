import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { SentimentTag } from '../../components/SentimentTag'
import { useFormat } from '../../words/i18n'
import css from './casework.module.css'
import type { CaseFile } from './queries'
import { moment, useSignalKindWords } from './words'

/** The signal that opened the case: what was said, the scores on their scales, how it sounds. */
export function SignalBox({ of }: { of: CaseFile }) {
  const { t } = useLingui()
  const format = useFormat()
  const kinds = useSignalKindWords()
  const signal = of.signal_detail
  if (!signal) {
    return (
      <p className={`${css.signal} second`}>
        {of.signal_erased ? (
          <Trans>The signal that opened this case was erased; its words and scores are gone.</Trans>
        ) : (
          <Trans>No signal belongs to this case: somebody opened it by hand.</Trans>
        )}
      </p>
    )
  }
  const comments = signal.comments ?? []
  const kind = kinds[signal.kind] ?? signal.kind
  const scores = (signal.measures ?? []).filter((m) => m.score !== undefined)
  return (
    <section className={css.signal}>
      <div className={css.signalHead}>
        {signal.sentiment && <SentimentTag word={signal.sentiment.word} />}
        <h3>{of.rule ? t`The signal that opened this case` : t`The signal this case is about`}</h3>
        <span className="grow" />
        <AppLink className="link small" href={`/signals/${signal.id}`}>
          {kind}, {moment(signal.at, format)}
        </AppLink>
      </div>
      {comments.map((comment, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: comments have no identity of their own and don't move
        <blockquote key={at} dir="auto">
          “{comment.text}”
        </blockquote>
      ))}
      {comments.length === 0 && (
        <p className="second">
          <Trans>Nothing was written.</Trans>
        </p>
      )}
      <div className={css.scores}>
        {scores.map((m) => {
          const [score, max] = [m.score ?? 0, m.max]
          return (
            <span key={m.metric}>
              {m.name}:{' '}
              <Trans>
                <b>{score}</b> of {max}
              </Trans>
            </span>
          )
        })}
        {signal.corrected && <span className="muted">{t`Corrected since`}</span>}
      </div>
    </section>
  )
}
