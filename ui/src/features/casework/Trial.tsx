import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { asProblem } from '../../api/problem'
import { AppLink } from '../../components/AppLink'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows, SlowBar } from '../../components/feedback/Loading'
import { Chooser } from '../../components/filter/Chooser'
import { Card, CardBody } from '../../components/layout/Page'
import { SentimentTag } from '../../components/SentimentTag'
import { useFormat } from '../../words/i18n'
import { type Draft, inputOf, offScale, triable } from './rule'
import { useTrial } from './rule-queries'
import css from './rules.module.css'
import { useRuleWords } from './useRuleWords'
import { moment } from './words'

const periods = ['30', '90', '365', '1826', '3660'] as const

/** What the rule would have done: how many cases of how many signals, and a few of them. */
export function Trial({ draft }: { draft: Draft }) {
  const { t } = useLingui()
  const format = useFormat()
  const [days, setDays] = useState<(typeof periods)[number]>('90')
  const rules = useRuleWords()
  const settled = useSettled(draft, 350)
  const off = offScale(settled, rules.metric)
  const ready = triable(settled)
  // Its name, switch, severity and due time don't matter for what it finds.
  const asked = { ...inputOf(settled), name: 'Trial', on: true, due_hours: 24, severity: 'medium' as const }
  const trial = useTrial(asked, Number(days), ready && !off)
  const answer = trial.data
  const words: Record<(typeof periods)[number], string> = {
    30: t`30 days`,
    90: t`90 days`,
    365: t`12 months`,
    1826: t`5 years`,
    3660: t`10 years`,
  }
  const scale = off && rules.metric(off.field)
  const [offName, offMin, offMax] = [scale?.name ?? '', scale?.min ?? 0, scale?.max ?? 0]
  const signals = format.count(answer?.of ?? 0)
  const cases = answer?.would_open ?? 0
  const quiet = format.count(answer?.quiet ?? 0)
  const sample = answer?.sample ?? []
  const perDay = format.number(answer?.per_day ?? 0, (answer?.per_day ?? 0) < 10 ? 1 : 0)
  const most = format.count(Math.max(0, ...(answer?.days ?? []).map((day) => day.n)))
  return (
    <Card
      title={t`Would have opened`}
      controls={
        <Chooser
          label={t`Last`}
          value={days}
          onChange={setDays}
          options={periods.map((value) => ({ value, label: words[value] }))}
        />
      }
    >
      {!ready ? (
        <CardBody>
          <p className="second">
            <Trans>Finish the conditions to see how many cases the rule would have opened.</Trans>
          </p>
        </CardBody>
      ) : off ? (
        <CardBody>
          <p className="second">
            <Trans>
              {offName} goes from {offMin} to {offMax}.
            </Trans>
          </p>
        </CardBody>
      ) : trial.isError ? (
        asProblem(trial.error)?.status === 422 ? (
          <CardBody>
            <p className="second">{trial.error.message}</p>
          </CardBody>
        ) : (
          <ErrorState error={trial.error} title={t`The rule could not be tried.`} onRetry={() => trial.refetch()} />
        )
      ) : !answer ? (
        <LoadingRows rows={3} />
      ) : (
        <div aria-busy={trial.isFetching}>
          {trial.isFetching && <SlowBar />}
          <CardBody>
            <div role="status" style={{ opacity: trial.isPlaceholderData ? 0.55 : 1 }}>
              <p className={css.would}>
                <Plural value={cases} one="# case" other="# cases" />
              </p>
              <p className="second">
                {answer.of === 0 ? (
                  <Trans>No signal came in this time. Look further back.</Trans>
                ) : (
                  <Trans>of {signals} signals</Trans>
                )}
              </p>
              {cases > 0 && (
                <p className="second">
                  <Trans>
                    about {perDay} a day; {most} on the busiest day
                  </Trans>
                </p>
              )}
              {answer.quiet > 0 && (
                <p className="muted small">
                  <Trans>{quiet} of them were imported so that they open no cases.</Trans>
                </p>
              )}
              {!answer.complete && (
                <p className="muted small">
                  <Trans>There are more signals than could be looked at in time; the newest were.</Trans>
                </p>
              )}
            </div>
          </CardBody>
          {sample.length > 0 && (
            <ul>
              {sample.map((signal) => (
                <li key={signal.id} className={css.sample}>
                  <AppLink href={`/signals/${signal.id}`} dir="auto">
                    {signal.comments?.[0]?.text ? `“${signal.comments[0].text}”` : t`Without a comment`}
                  </AppLink>
                  <span className={css.sampleFacts}>
                    {signal.sentiment && <SentimentTag word={signal.sentiment.word} />}
                    {(signal.measures ?? [])
                      .filter(
                        (m) => m.score !== undefined && draft.conditions.some((c) => c.field === `metric.${m.metric}`),
                      )
                      .map((m) => (
                        <span key={m.metric}>
                          {m.name}: <b>{m.score}</b>
                        </span>
                      ))}
                    <span className="grow" />
                    <span className="muted">{moment(signal.at, format)}</span>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Card>
  )
}

/** The draft once nothing was typed for a moment. */
function useSettled(draft: Draft, wait: number): Draft {
  const [settled, setSettled] = useState(draft)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(draft), wait)
    return () => clearTimeout(timer)
  }, [draft, wait])
  return settled
}
