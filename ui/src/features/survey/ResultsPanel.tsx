import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { Bars } from '../../components/charts/Bars'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { address } from '../../components/filter/search'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { attributeOf, isScored, metricOf, questionsOf } from './definition'
import { type QuestionResult, type Survey, useResults } from './queries'
import { shareOf } from './share'
import css from './survey.module.css'

/** Fewer answers than this make no share, as everywhere. */
const fewest = 30

/** What came back: how many, and how often each answer was given. */
export function ResultsPanel({ survey }: { survey: Survey }) {
  const { t } = useLingui()
  const results = useResults(survey.id)
  const { data } = results
  if (!data) {
    return (
      <Card>
        {results.isError ? (
          <ErrorState
            error={results.error}
            title={t`The results could not be loaded`}
            onRetry={() => results.refetch()}
          />
        ) : (
          <LoadingRows />
        )}
      </Card>
    )
  }
  const { counts } = data
  const nobody = counts.complete + counts.partial === 0
  return (
    <>
      <Card>
        <div className={css.counts}>
          <Counted value={counts.openings} label={t`openings`} />
          <Counted value={counts.complete} label={t`complete`} />
          <Counted value={counts.partial} label={t`partial`} />
        </div>
      </Card>
      {nobody ? (
        <Card>
          <EmptyState sentence={t`Nobody has answered yet.`}>
            {survey.state === 'open' && <CopyLink url={survey.url} />}
          </EmptyState>
        </Card>
      ) : (
        <div className={css.results}>
          {(data.questions ?? []).map((question) => (
            <QuestionChart key={question.key} survey={survey} question={question} />
          ))}
        </div>
      )}
    </>
  )
}

function CopyLink({ url }: { url: string }) {
  return (
    <Button icon="copy" onClick={() => void navigator.clipboard?.writeText(url)}>
      <Trans>Copy the link</Trans>
    </Button>
  )
}

function Counted({ value, label }: { value: number; label: string }) {
  const format = useFormat()
  return (
    <div className={css.counted}>
      <b>{format.count(value)}</b>
      <span>{label}</span>
    </div>
  )
}

/** One question's answers as bars; words lead to the comments themselves. */
function QuestionChart({ survey, question }: { survey: Survey; question: QuestionResult }) {
  const { t } = useLingui()
  const format = useFormat()
  const asked = questionsOf(survey.definition ?? { questions: [] }).find((q) => q.key === question.key)
  const answered = format.count(question.answered)
  const skipped = format.count(question.not_answered)
  const where = ['kind:survey', ...(survey.touch_point ? [`touch_point:${survey.touch_point}`] : [])]
  const scored = asked && isScored(asked) ? metricOf(asked) : undefined
  const link =
    question.kind === 'long_text' || (question.kind === 'short_text' && !asked?.attribute)
      ? { label: t`Read them`, href: address('/signals', { where, has: 'comment', from: 'all' }) }
      : { label: t`Signals`, href: address('/signals', { where, metric: scored, from: 'all' }) }
  const answers = question.distribution ?? []
  const bars = answers.map((answer) => {
    const share = shareOf(answer.n, question.answered)
    const slice = asked?.kind === 'choice' ? [...where, `attributes.${attributeOf(asked)}:${answer.value}`] : undefined
    return {
      key: answer.value,
      label: answer.text || answer.value,
      ...share,
      n: question.answered,
      count: answer.n,
      too_few: question.answered < fewest,
      href: slice && answer.n > 0 ? address('/signals', { where: slice, from: 'all' }) : undefined,
    }
  })
  const figures = scored ? address('/', { where, from: 'all' }) : ''
  return (
    <Card title={question.text} link={question.answered > 0 ? link : undefined}>
      <div className={css.chartFacts}>
        <span className="muted small">
          {question.retired ? t`${answered} answered · no longer asked` : t`${answered} answered · ${skipped} skipped`}
          {question.answered > 0 && question.answered < fewest && answers.length > 0 && (
            <>
              {' · '}
              <Trans>shares from {fewest} answers on</Trans>
            </>
          )}
        </span>
        {figures && question.answered > 0 && (
          <AppLink className="link small" href={figures}>
            <Trans>See the figures</Trans>
          </AppLink>
        )}
      </div>
      {question.summary && (
        <p className={`${css.chartFacts} second small`}>
          {t`Half gave ${question.summary.median} or less; from ${question.summary.least} to ${question.summary.most}.`}
        </p>
      )}
      {question.latest && question.latest.length > 0 ? (
        <Latest words={question.latest} more={question.answered - question.latest.length} />
      ) : answers.length > 0 ? (
        <Bars label={question.text} unit="%" bars={bars} domain={[0, 100]} />
      ) : (
        <CardBody>
          <p className="second">
            {question.answered > 0 ? (
              <Plural
                value={question.answered}
                one="# person wrote something; the words are among the signals."
                other="# people wrote something; their words are among the signals."
              />
            ) : (
              <Trans>Nobody has written anything yet.</Trans>
            )}
          </p>
        </CardBody>
      )}
    </Card>
  )
}

/** The newest words, each leading to its signal. */
function Latest({ words, more }: { words: NonNullable<QuestionResult['latest']>; more: number }) {
  const format = useFormat()
  return (
    <ul className={css.latest}>
      {words.map((one) => (
        <li key={`${one.at}-${one.signal}-${one.text.slice(0, 20)}`}>
          <p dir="auto">{one.text}</p>
          {one.signal ? (
            <AppLink className="link small" href={`/signals/${one.signal}`}>
              {format.moment(one.at)}
            </AppLink>
          ) : (
            <span className="muted small">{format.moment(one.at)}</span>
          )}
        </li>
      ))}
      {more > 0 && (
        <li className="muted small">
          <Plural value={more} one="and # more" other="and # more" />
        </li>
      )}
    </ul>
  )
}
