import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Figure } from '../../components/figure/Figure'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { useSearchState } from '../../components/filter/useSearchState'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody } from '../../components/layout/Page'
import { SegmentedControl } from '../../components/SegmentedControl'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import css from './moment.module.css'
import { useAsked, useMomentCalls } from './queries'
import { readResults } from './results'

const first = 30

/** Who has answered and who hasn't, and how many of those who have understand it. */
export function AskedCard({ id, number, questions }: { id: string; number: number; questions: number }) {
  const { t } = useLingui()
  const format = useFormat()
  const found = useAsked(id, true)
  const mayEnter = useMay('moment.confirm')
  const [get, set] = useSearchState()
  const which = get('who') === 'answered' ? 'done' : 'open'
  const [entering, setEntering] = useState(false)
  const [all, setAll] = useState(false)
  const a = found.data
  const people = (a?.people ?? []).filter((p) => (which === 'done') === !!p.answered)
  const more = all ? 0 : people.length - first
  const [answered, audience, n, waiting] = [
    a?.answered ?? 0,
    a?.audience ?? 0,
    format.count(a?.passed.n ?? 0),
    a?.waiting ?? 0,
  ]
  return (
    <Card
      title={t`Who has been asked`}
      remark={a ? t`${answered} of ${audience} employees` : undefined}
      controls={
        mayEnter && (
          <Button kind="quiet" icon="import" onClick={() => setEntering(true)}>
            <Trans>Enter results</Trans>
          </Button>
        )
      }
    >
      {found.isError ? (
        <ErrorState
          error={found.error}
          title={t`Who has been asked could not be fetched.`}
          onRetry={() => found.refetch()}
        />
      ) : !a ? (
        <LoadingRows rows={4} />
      ) : (
        <CardBody>
          <div className="stack" style={{ gap: 12 }}>
            {a.passed.n > 0 ? (
              <div className={css.mark}>
                <Figure figure={{ ...a.passed, too_few: false }} unit="%" size="medium" />
                <IntervalMark figure={{ ...a.passed, too_few: false }} unit="%" domain={[0, 100]} />
                <p className="muted small">
                  {format.interval(a.passed.low, a.passed.high, '%')} · {t`passed, n ${n}`}
                </p>
              </div>
            ) : (
              <p className="second">
                <Trans>Fewer than five have answered: no figure is shown.</Trans>
              </p>
            )}
            {waiting > 0 && (
              <p className="muted small">
                <Plural
                  value={waiting}
                  one="# answer counts once its group of five is full."
                  other="# answers count once their group of five is full."
                />
              </p>
            )}
            <div>
              <SegmentedControl<'open' | 'done'>
                label={t`Who`}
                value={which}
                onChange={(who) => set({ who: who === 'done' ? 'answered' : undefined })}
                options={[
                  { value: 'open', label: t`Not asked yet` },
                  { value: 'done', label: t`Answered` },
                ]}
              />
            </div>
            {people.length === 0 ? (
              <p className="muted">
                {which === 'open' ? <Trans>Everybody has been asked.</Trans> : <Trans>Nobody has answered.</Trans>}
              </p>
            ) : (
              <ul className={css.people}>
                {people.slice(0, all ? undefined : first).map((p) => (
                  <li key={p.employee || p.name}>
                    <span className="ellipsis">{p.name}</span>
                    <span className="muted small nowrap">
                      {p.answered ? format.date(p.answered) : ''}
                      {p.entered ? ` · ${t`entered`}` : ''}
                      {p.outside ? ` · ${t`not of these units`}` : ''}
                    </span>
                  </li>
                ))}
              </ul>
            )}
            {more > 0 && (
              <p>
                <button type="button" className="link" onClick={() => setAll(true)}>
                  <Plural value={more} one="# more person" other="# more people" />
                </button>
              </p>
            )}
          </div>
        </CardBody>
      )}
      {entering && <EnterDialog id={id} number={number} questions={questions} onClose={() => setEntering(false)} />}
    </Card>
  )
}

function EnterDialog({
  id,
  number,
  questions,
  onClose,
}: {
  id: string
  number: number
  questions: number
  onClose: () => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const form = useForm({
    id: 'results',
    initial: { results: '' },
    labels: { results: t`Results` },
    check: (v) => {
      const read = readResults(v.results)
      const line = read.wrong ?? 0
      return {
        results: read.wrong
          ? t`Line ${line} isn’t an external id and a number`
          : read.list.length === 0
            ? t`Enter at least one`
            : undefined,
      }
    },
    send: async (v) => {
      const done = await calls.enter.mutateAsync({ id, body: { number, results: readResults(v.results).list } })
      const count = done.entered
      onClose()
      toasts.show(t`${count} results are entered`)
    },
  })
  return (
    <FormDialog title={t`Enter results from elsewhere`} deed={t`Enter`} form={form} onClose={onClose} size={520}>
      <Textarea
        label={form.labels.results}
        description={t`One a line: the employee’s external id and how many of ${questions} were right. All are taken, or none.`}
        placeholder={'E-1042; 4\nE-1043; 5'}
        autosize
        minRows={5}
        maxRows={16}
        dir="ltr"
        data-autofocus
        {...form.field('results')}
      />
    </FormDialog>
  )
}
