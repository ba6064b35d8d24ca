import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import { Card, CardBody } from '../../../components/layout/Page'
import { useFormat } from '../../../words/i18n'
import type { Workshop } from './queries'
import { StepClock } from './StepClock'
import type { Act } from './WorkshopPage'
import css from './workshop.module.css'

/** The steps of the workshop, how long each should take, and how long it took. */
export function AgendaList({
  of,
  chosen,
  may,
  act,
  onChoose,
}: {
  of: Workshop
  chosen: string | undefined
  may: boolean
  act: Act
  onChoose: (step: string) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const agenda = of.agenda ?? []
  const minutes = format.count(agenda.reduce((sum, s) => sum + s.minutes, 0))
  const add = async () => {
    const id = `own-${crypto.randomUUID().slice(0, 8)}`
    const ok = await act({ op: 'add_step', id, after: chosen ?? '', set: { title: t`Another step`, minutes: 10 } })
    if (ok) onChoose(id)
  }
  return (
    <Card title={t`Agenda`} remark={t`${minutes} minutes`}>
      <ol className={css.agenda}>
        {agenda.map((s) => (
          <li key={s.id}>
            <button
              type="button"
              className={css.step}
              aria-current={s.id === chosen ? 'step' : undefined}
              onClick={() => onChoose(s.id)}
            >
              <span className={css.tick}>
                {s.done ? <Icon name="check" small /> : s.note ? <Icon name="note" small /> : null}
              </span>
              <span className="grow" dir="auto">
                {s.title}
                {s.done && (
                  <span className="vh">
                    {' '}
                    <Trans>done</Trans>
                  </span>
                )}
              </span>
              <StepClock step={s} now={of.now} />
            </button>
          </li>
        ))}
      </ol>
      {may && (
        <CardBody>
          <Button kind="quiet" icon="plus" onClick={() => void add()}>
            <Trans>Add a step</Trans>
          </Button>
        </CardBody>
      )}
    </Card>
  )
}
