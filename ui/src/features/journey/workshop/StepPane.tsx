import { Trans, useLingui } from '@lingui/react/macro'
import { NumberInput, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import { Card, CardBody } from '../../../components/layout/Page'
import type { AgendaStep, Workshop } from './queries'
import { StepClock } from './StepClock'
import type { Act } from './WorkshopPage'
import css from './workshop.module.css'

/** The step at hand: what to ask, what was said, its clock, and on to the next. */
export function StepPane({
  of,
  step,
  may,
  act,
  onNext,
}: {
  of: Workshop
  step: AgendaStep
  may: boolean
  act: Act
  onNext: (step: string) => void
}) {
  const { t } = useLingui()
  const agenda = of.agenda ?? []
  const next = agenda[agenda.findIndex((s) => s.id === step.id) + 1]
  const go = async () => {
    const edits = next ? [{ op: 'start_step' as const, id: next.id }] : [{ op: 'stop_step' as const, id: step.id }]
    const ok = await act({ op: 'set_step', id: step.id, set: { done: true } }, ...edits)
    if (ok && next) onNext(next.id)
  }
  return (
    <Card title={step.title} controls={<StepClock step={step} now={of.now} />}>
      <CardBody>
        <div className={css.pane}>
          {(step.prompts ?? []).length > 0 && (
            <ul className={css.prompts} aria-label={t`What to ask`}>
              {(step.prompts ?? []).map((p) => (
                <li key={p} dir="auto">
                  {p}
                </li>
              ))}
            </ul>
          )}
          <Note
            value={step.note ?? ''}
            disabled={!may}
            onSay={(note) => act({ op: 'set_step', id: step.id, set: { note } })}
          />
          {may && (
            <div className="row" style={{ flexWrap: 'wrap' }}>
              {step.since ? (
                <Button icon="clock" onClick={() => void act({ op: 'stop_step', id: step.id })}>
                  <Trans>Stop the clock</Trans>
                </Button>
              ) : (
                <Button icon="clock" onClick={() => void act({ op: 'start_step', id: step.id })}>
                  <Trans>Start the clock</Trans>
                </Button>
              )}
              <Button kind="primary" icon="check" onClick={() => void go()}>
                {next ? t`Done, on to “${next.title}”` : t`Done`}
              </Button>
            </div>
          )}
          {may && (
            <details className={css.more}>
              <summary>
                <Icon name="edit" small /> <Trans>Title and minutes</Trans>
              </summary>
              <Change step={step} act={act} />
            </details>
          )}
        </div>
      </CardBody>
    </Card>
  )
}

/** Stored soon after each word; what others write comes in while nobody writes here. */
function Note({
  value,
  disabled,
  onSay,
}: {
  value: string
  disabled: boolean
  onSay: (note: string) => Promise<boolean>
}) {
  const { t } = useLingui()
  const [typed, setTyped] = useState(value)
  const [state, setState] = useState<'' | 'waiting' | 'saved' | 'failed'>('')
  const here = useRef(false)
  const last = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    if (!here.current) {
      setTyped(value)
      last.current = value
    }
  }, [value])
  const save = async (note: string) => {
    clearTimeout(timer.current)
    if (note === last.current) return
    last.current = note
    const ok = await onSay(note)
    if (!ok) last.current = '\u0000'
    setState(ok ? 'saved' : 'failed')
  }
  return (
    <Textarea
      label={t`What was said`}
      description={
        state === 'waiting'
          ? t`Saving…`
          : state === 'saved'
            ? t`Saved`
            : state === 'failed'
              ? t`Not stored: it stays here, write on to try again`
              : t`Stored while it is written`
      }
      autosize
      minRows={4}
      maxRows={16}
      maxLength={20_000}
      disabled={disabled}
      value={typed}
      onFocus={() => {
        here.current = true
      }}
      onBlur={() => {
        here.current = false
        void save(typed)
      }}
      onChange={(event) => {
        const note = event.currentTarget.value
        setTyped(note)
        setState('waiting')
        clearTimeout(timer.current)
        timer.current = setTimeout(() => void save(note), 700)
      }}
    />
  )
}

function Change({ step, act }: { step: AgendaStep; act: Act }) {
  const { t } = useLingui()
  const [title, setTitle] = useState(step.title)
  const [minutes, setMinutes] = useState<number | string>(step.minutes)
  return (
    <div className={css.fields}>
      <TextInput
        className="grow"
        label={t`Title`}
        maxLength={120}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <NumberInput label={t`Minutes`} min={0} max={600} w={90} value={minutes} onChange={setMinutes} />
      <Button
        disabled={!title.trim()}
        onClick={() => void act({ op: 'set_step', id: step.id, set: { title, minutes: Number(minutes) || 0 } })}
      >
        <Trans>Store</Trans>
      </Button>
      <Button icon="trash" onClick={() => void act({ op: 'drop_step', id: step.id })}>
        <Trans>Take the step out</Trans>
      </Button>
    </div>
  )
}
