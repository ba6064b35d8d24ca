import { useLingui } from '@lingui/react/macro'
import type { Report } from './queries'

/** The days of the week from Monday, by their numbers as texts. */
export function useWeekdays(): { value: string; label: string }[] {
  const { t } = useLingui()
  const names = [t`Monday`, t`Tuesday`, t`Wednesday`, t`Thursday`, t`Friday`, t`Saturday`, t`Sunday`]
  return names.map((label, at) => ({ value: String(at + 1), label }))
}

/** When a report goes out, as a sentence's end. */
export function useScheduleWords(): (schedule: Report['schedule']) => string {
  const { t } = useLingui()
  const days = useWeekdays()
  return (schedule) => {
    const time = timeOf(schedule)
    const day = schedule.day ?? 0
    const weekday = days[day - 1]?.label ?? ''
    if (schedule.every === 'week') return t`every ${weekday} at ${time}`
    if (schedule.every === 'month')
      return day >= 29 ? t`monthly on day ${day} or the last, at ${time}` : t`monthly on day ${day} at ${time}`
    return t`every day at ${time}`
  }
}

export const timeOf = (schedule: Report['schedule']): string =>
  `${String(schedule.hour).padStart(2, '0')}:${String(schedule.minute).padStart(2, '0')}`
