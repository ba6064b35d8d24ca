import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import css from './calendars.module.css'
import { type Hours, share, writeHours } from './hours'

/** The names of the days, Monday first, in the language of the screen. */
export function useDays(): string[] {
  const format = useFormat()
  const names = new Intl.DateTimeFormat(format.locale, { weekday: 'long', timeZone: 'UTC' })
  return [...Array(7).keys()].map((day) => names.format(Date.UTC(2024, 0, 1 + day)))
}

/** A week as bars on seven days of 24 hours; the same in words for who can't see it. */
export function WeekStrip({ week }: { week: readonly (readonly Hours[] | null)[] }) {
  const { t } = useLingui()
  const days = useDays()
  return (
    <ul className={css.week} aria-label={t`Working hours`}>
      {days.map((day, at) => {
        const hours = week[at] ?? []
        return (
          <li key={day}>
            <span className={css.day}>{day.slice(0, 3)}</span>
            <DayStrip hours={hours} />
            <span className={`${css.hours} muted small`}>
              {hours.length > 0 ? <bdi dir="ltr">{writeHours(hours)}</bdi> : t`not worked`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** One day's bar. Times run left to right in every language. */
export function DayStrip({ hours }: { hours: readonly Hours[] }) {
  return (
    <span className={css.strip} aria-hidden="true">
      {hours.map((one) => (
        <span
          key={one.from}
          style={{ left: `${share(one.from) * 100}%`, width: `${(share(one.to) - share(one.from)) * 100}%` }}
        />
      ))}
    </span>
  )
}
