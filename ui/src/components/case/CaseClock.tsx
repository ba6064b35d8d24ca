import { useLingui } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import { useFormat } from '../../words/i18n'
import css from '../small.module.css'
import { type ClockState, readClock, slice } from './clock'

/** The time a case has: a shape and words, moving on its own every half minute. */
export function CaseClock({
  of,
}: {
  of: { state: string; opened_at: string; due_at?: string | null; resolved_at?: string | null }
}) {
  const { t } = useLingui()
  const format = useFormat()
  const clock = readClock({ ...of, now: useNow(30_000) })
  if (!clock) {
    return (
      <span className={css.clock}>
        <ClockShape state="paused" used={0} />
        {t`No due time`}
      </span>
    )
  }
  const time = format.duration(clock.left)
  const words: Record<ClockState, string> = {
    running: t`Due in ${time}`,
    soon: t`Due in ${time}`,
    overdue: of.state === 'resolved' || of.state === 'closed' ? t`Late by ${time}` : t`Overdue ${time}`,
    paused: t`Paused: waiting`,
    met: t`In time`,
  }
  return (
    <span className={css.clock} data-state={clock.state}>
      <ClockShape state={clock.state} used={clock.used} />
      {words[clock.state]}
    </span>
  )
}

/** Pie = running, square with "!" = overdue, dashed circle = paused, disc with a tick = met. */
export function ClockShape({ state, used }: { state: ClockState; used: number }) {
  const ink = state === 'soon' ? 'var(--soon-mark)' : 'var(--accent)'
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
      {(state === 'running' || state === 'soon') && (
        <>
          <circle cx="7" cy="7" r="5.800" fill="none" stroke={ink} strokeWidth="1.300" />
          <path d={slice(used)} fill={ink} />
        </>
      )}
      {state === 'overdue' && (
        <>
          <rect x="1" y="1" width="12" height="12" rx="2.500" fill="var(--worse-mark)" />
          <path d="M7 3.800v4M7 10v.1" stroke="var(--surface)" strokeWidth="1.800" strokeLinecap="round" />
        </>
      )}
      {state === 'paused' && (
        <>
          <circle
            cx="7"
            cy="7"
            r="5.500"
            fill="none"
            stroke="var(--control)"
            strokeWidth="1.500"
            strokeDasharray="2 2"
          />
          <path d="M5.600 5v4M8.400 5v4" stroke="var(--ink-2)" strokeWidth="1.400" />
        </>
      )}
      {state === 'met' && (
        <>
          <circle cx="7" cy="7" r="6" fill="var(--better-mark)" />
          <path d="m4.200 7.200 2 2 3.700-4" fill="none" stroke="var(--surface)" strokeWidth="1.500" />
        </>
      )}
    </svg>
  )
}

/** The present moment, renewed every `every` milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
