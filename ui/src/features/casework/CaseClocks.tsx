import { useLingui } from '@lingui/react/macro'
import { ClockShape, useNow } from '../../components/case/CaseClock'
import type { ClockState } from '../../components/case/clock'
import small from '../../components/small.module.css'
import { useFormat } from '../../words/i18n'
import type { Clock } from './beside-queries'
import css from './casework.module.css'
import { moment, useClockWords } from './words'

/** The clocks of a case side by side: what they wait for, and how much of their time is left or was needed. */
export function CaseClocks({ clocks }: { clocks: readonly Clock[] }) {
  const words = useClockWords()
  const shown = clocks.filter((clock) => clock.state !== 'ended' || clock.breached_at)
  return (
    <dl className={css.clocks}>
      {shown.map((clock) => (
        <div key={clock.kind}>
          <dt>{words[clock.kind]}</dt>
          <dd>
            <OneClock of={clock} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function OneClock({ of }: { of: Clock }) {
  const { t } = useLingui()
  const format = useFormat()
  const now = useNow(30_000)
  const due = Date.parse(of.due_at)
  const left = format.duration(Math.abs(due - now))
  const limit = format.duration(of.limit_minutes * 60_000)
  const took = format.duration((of.took_minutes ?? 0) * 60_000)
  const rest = format.duration((of.left_minutes ?? 0) * 60_000)
  const until = moment(of.due_at, format)
  const state = stateOf(of, now)
  const words = () => {
    if (of.state === 'fulfilled') return of.breached_at ? t`${took}, late, limit ${limit}` : t`${took}, limit ${limit}`
    if (of.state === 'ended') return t`Missed`
    if (of.state === 'paused') return of.breached_at ? t`Paused, missed` : t`Paused, ${rest} left`
    if (state === 'overdue') return t`Overdue ${left}`
    return state === 'soon' ? t`${left} left` : t`${until}, ${left}`
  }
  return (
    <span className={small.clock} data-state={state}>
      <ClockShape state={state} used={usedOf(of, now)} />
      {words()}
    </span>
  )
}

const usedOf = (of: Clock, now: number) => {
  const [from, due] = [Date.parse(of.started_at), Date.parse(of.due_at)]
  return due > from ? Math.min(1, Math.max(0, (now - from) / (due - from))) : 1
}

/** The shape of a clock: met and late stand still, the last quarter is "soon". */
export function stateOf(of: Clock, now: number): ClockState {
  if (of.state === 'fulfilled') return of.breached_at ? 'overdue' : 'met'
  if (of.state === 'ended') return 'overdue'
  if (of.state === 'paused') return 'paused'
  if (Date.parse(of.due_at) < now) return 'overdue'
  return usedOf(of, now) >= 0.75 ? 'soon' : 'running'
}
