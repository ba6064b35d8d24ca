import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { ClockShape, useNow } from '../../components/case/CaseClock'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import small from '../../components/small.module.css'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { fromLocal, toLocal } from '../../words/zone'
import css from './beside.module.css'
import { type Commitment, useBesideCalls } from './beside-queries'
import type { CaseFile } from './queries'
import { moment } from './words'

/** What was promised on a case and is still to be kept, and what was broken and nobody has seen to. */
export function Commitments({ of, may }: { of: CaseFile; may: boolean }) {
  const { t } = useLingui()
  const list = (of.commitments ?? []).filter(
    (one) => one.state === 'open' || (one.state === 'broken' && !one.settled_at),
  )
  if (list.length === 0) return null
  return (
    <section className={css.promises} aria-label={t`Commitments`}>
      {list.map((one) => (
        <Promised key={one.id} of={one} may={may} />
      ))}
    </section>
  )
}

function Promised({ of, may }: { of: Commitment; may: boolean }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const calls = useBesideCalls()
  const [moving, setMoving] = useState(false)
  const [busy, setBusy] = useState(false)
  const now = useNow(30_000)
  const due = Date.parse(of.due_at)
  const broken = of.state === 'broken'
  const late = due < now
  const left = format.duration(Math.abs(due - now))
  const at = moment(of.due_at, format)
  const made = moment(of.made_at, format)
  const who = of.owner.name
  const whom = of.customer?.name ?? of.customer?.email ?? ''
  const used = Math.min(1, Math.max(0, (now - Date.parse(of.made_at)) / Math.max(1, due - Date.parse(of.made_at))))
  const state = broken || late ? 'overdue' : used >= 0.75 ? 'soon' : 'running'
  const move = async (body: { state?: 'kept' | 'withdrawn'; settled?: boolean }, said: string) => {
    setBusy(true)
    try {
      await calls.commit(of, body)
      toasts.show(said)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    } finally {
      setBusy(false)
      await calls.again(of.case)
      document.getElementById('case-note')?.focus()
    }
  }
  return (
    <div className={css.promise} data-broken={broken ? '' : undefined}>
      <div className={css.promiseHead}>
        <h3>{broken ? <Trans>Commitment broken</Trans> : <Trans>Commitment</Trans>}</h3>
        <span className={small.clock} data-state={state}>
          <ClockShape state={state} used={used} />
          {broken ? t`since ${at}` : late ? t`Time is up` : t`${left} left`}
        </span>
      </div>
      <p>
        {of.text} <b>{t`by ${at}`}</b>
      </p>
      <p className="muted small">{whom ? t`By ${who}, promised to ${whom} ${made}` : t`By ${who}, promised ${made}`}</p>
      {may && (
        <div className={css.promiseDeeds}>
          {broken ? (
            <Button busy={busy} icon="check" onClick={() => void move({ settled: true }, t`It no longer shouts`)}>
              {t`Seen to`}
            </Button>
          ) : (
            <>
              <Button busy={busy} icon="check" onClick={() => void move({ state: 'kept' }, t`The commitment is kept`)}>
                {t`Kept`}
              </Button>
              <Button kind="quiet" onClick={() => setMoving(true)}>
                {t`Agree a new time`}
              </Button>
              <Button kind="quiet" onClick={() => void move({ state: 'withdrawn' }, t`The commitment is withdrawn`)}>
                {t`Withdraw`}
              </Button>
            </>
          )}
        </div>
      )}
      {moving && <NewTime of={of} onClose={() => setMoving(false)} />}
    </div>
  )
}

/** A new time for one, that the customer agreed to. */
export function NewTime({ of, onClose }: { of: Commitment; onClose: () => void }) {
  const { t } = useLingui()
  const { zone } = useFormat()
  const calls = useBesideCalls()
  const form = useForm({
    id: 'new-time',
    initial: { due_at: toLocal(of.due_at, zone) },
    labels: { due_at: t`New time` },
    check: (v) => ({ due_at: fromLocal(v.due_at, zone) ? undefined : t`Enter a date and a time` }),
    send: async (v) => {
      await calls.commit(of, { due_at: fromLocal(v.due_at, zone) as string })
      await calls.again(of.case)
      onClose()
    },
  })
  return (
    <FormDialog title={t`Agree a new time`} deed={t`Save`} form={form} onClose={onClose}>
      <p className="second" dir="auto">
        {of.text}
      </p>
      <TextInput
        type="datetime-local"
        label={form.labels.due_at}
        description={t`That the customer agreed to, in the time zone ${zone}`}
        data-autofocus
        {...form.field('due_at')}
      />
    </FormDialog>
  )
}
