import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import type { AgendaStep } from './queries'
import { clock } from './words'
import css from './workshop.module.css'

/** Seconds spent on a step, running on from the server's moment. */
export function useSpent(step: AgendaStep, now: string): number {
  const { since } = step
  const [moment, setMoment] = useState(() => Date.parse(now))
  useEffect(() => {
    const told = Date.parse(now)
    setMoment(told)
    if (!since) return
    const begun = Date.now()
    const timer = setInterval(() => setMoment(told + Date.now() - begun), 1000)
    return () => clearInterval(timer)
  }, [since, now])
  const running = since ? Math.max(0, (moment - Date.parse(since)) / 1000) : 0
  return (step.spent ?? 0) + running
}

/** How long a step took of what it should: 4:05 / 15. */
export function StepClock({ step, now }: { step: AgendaStep; now: string }) {
  const { t } = useLingui()
  const spent = useSpent(step, now)
  const over = step.minutes > 0 && spent > step.minutes * 60
  const minutes = step.minutes
  if (spent < 1) return <span className="muted small nowrap">{t`${minutes} min`}</span>
  return (
    <span className={`small nowrap ${css.clock} ${over ? 'soon' : ''}`} data-running={step.since ? '' : undefined}>
      {clock(spent)} / {minutes}
      {over && <span className="vh"> {t`over its time`}</span>}
    </span>
  )
}
