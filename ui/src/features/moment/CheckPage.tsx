import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { AskedCard } from './AskedCard'
import { Authority } from './Crisis'
import css from './moment.module.css'
import { type Sheet, useMomentCalls, useSheet } from './queries'

/** The crisis procedure as staff read it, and the questions that they answer. */
export function CheckPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useSheet(id)
  const mayPeople = useMay('people.read')
  const sheet = found.data
  const none = asProblem(found.error)?.code === 'procedure_missing'
  return (
    <>
      <PageHeader
        title={sheet?.title ?? t`Crisis procedure`}
        crumb={{ label: sheet?.name ?? t`Moment of truth`, href: `/moments/${id}` }}
      />
      <PageBody narrow>
        {sheet ? (
          <>
            <Card title={t`What is done`}>
              <CardBody>
                <div className="stack" style={{ gap: 12 }}>
                  {sheet.when && <p dir="auto">{sheet.when}</p>}
                  <ol className={css.steps} dir="auto">
                    {(sheet.steps ?? []).map((s) => (
                      <li key={s}>{s}</li>
                    ))}
                  </ol>
                  <Authority list={sheet.authority ?? []} note={sheet.authority_note} />
                </div>
              </CardBody>
            </Card>
            {(sheet.questions ?? []).length > 0 && <Questions key={sheet.number} id={id} of={sheet} />}
            {mayPeople && (sheet.questions ?? []).length > 0 && (
              <AskedCard id={id} number={sheet.number} questions={(sheet.questions ?? []).length} />
            )}
          </>
        ) : (
          <Card>
            {none ? (
              <EmptyState sentence={<Trans>This moment has no crisis procedure yet.</Trans>} />
            ) : found.isError ? (
              <ErrorState
                error={found.error}
                title={t`The procedure could not be fetched.`}
                onRetry={() => found.refetch()}
              />
            ) : (
              <LoadingRows rows={6} />
            )}
          </Card>
        )}
      </PageBody>
    </>
  )
}

function Questions({ id, of }: { id: string; of: Sheet }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const questions = of.questions ?? []
  const [answers, setAnswers] = useState<(number | undefined)[]>(questions.map(() => undefined))
  const [wrong, setWrong] = useState<readonly number[]>([])
  const mine = of.mine
  const missing = answers.filter((a) => a === undefined).length
  const mark = of.pass_mark
  const [score, total] = [mine?.score ?? 0, mine?.questions ?? 0]
  const day = mine ? format.dateTime(mine.at) : ''
  const send = () =>
    calls.take.mutate(
      { id, body: { number: of.number, answers: answers.map((a) => a ?? -1) } },
      {
        onSuccess: (r) => setWrong(r.wrong ?? []),
        onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }),
      },
    )
  return (
    <Card title={t`Is it clear?`} remark={t`passed from ${mark} % right answers`}>
      <CardBody>
        <form
          className="stack"
          style={{ gap: 12 }}
          aria-label={t`Questions`}
          onSubmit={(e) => {
            e.preventDefault()
            if (missing === 0) send()
          }}
        >
          {mine && (
            <div role="status">
              <Notice tone={mine.passed ? undefined : 'soon'} icon={mine.passed ? 'check' : 'warning'}>
                {mine.passed ? (
                  <Trans>
                    You passed: {score} of {total} right, {day}.
                  </Trans>
                ) : (
                  <Trans>
                    Not passed yet: {score} of {total} right, {day}. Read the steps again, and answer once more.
                  </Trans>
                )}
              </Notice>
            </div>
          )}
          {questions.map((q, at) => {
            const number = at + 1
            return (
              <fieldset key={q.text} className={css.question}>
                <legend className="strong" dir="auto">
                  {number}. {q.text}
                </legend>
                {(q.options ?? []).map((o, i) => (
                  <label key={o} className={css.option}>
                    <input
                      type="radio"
                      name={`q${at}`}
                      checked={answers[at] === i}
                      onChange={() => {
                        setAnswers((now) => now.map((a, k) => (k === at ? i : a)))
                        setWrong((now) => now.filter((w) => w !== at))
                      }}
                    />
                    <span dir="auto">{o}</span>
                  </label>
                ))}
                {wrong.includes(at) && (
                  <p className="worse small">
                    <Trans>This isn’t right.</Trans>
                  </p>
                )}
              </fieldset>
            )
          })}
          <div className="row wrap">
            <Button kind="primary" type="submit" busy={calls.take.isPending} disabled={missing > 0}>
              {mine ? <Trans>Answer again</Trans> : <Trans>Answer</Trans>}
            </Button>
            {missing > 0 && (
              <span className="muted small">
                <Plural value={missing} one="# question is open" other="# questions are open" />
              </span>
            )}
          </div>
          <p className="muted small">
            <Trans>
              Nobody else sees your result. How many passed is shown from five answers on, in steps of five.
            </Trans>
          </p>
        </form>
      </CardBody>
    </Card>
  )
}
