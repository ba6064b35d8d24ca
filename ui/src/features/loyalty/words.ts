import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import type { Group, Interval, Lost } from './queries'

/** What the groups of customers are called, and what each is. */
export function useGroupWords(): Record<Group['key'], { name: string; about: string }> {
  const { t } = useLingui()
  return {
    never_failed: { name: t`Never failed`, about: t`had contact, and it went well` },
    recovered: { name: t`Recovered`, about: t`met a failure that was put right` },
    unrecovered: { name: t`Not recovered`, about: t`met a failure that wasn’t put right` },
    silent: { name: t`… said nothing`, about: t`rated it low and didn’t complain` },
    unresolved: { name: t`… complained in vain`, about: t`said so, and it wasn’t settled` },
  }
}

/** What kinds of failure are called. */
export function useKindWords(): Record<'silent' | 'unresolved' | 'resolved', string> {
  const { t } = useLingui()
  return { silent: t`Said nothing`, unresolved: t`Complained in vain`, resolved: t`Put right` }
}

export function useReasonWords(): Record<Exclude<NonNullable<Lost['reason']>, ''>, string> {
  const { t } = useLingui()
  return {
    price: t`Price`,
    competitor: t`Another supplier`,
    service: t`Service`,
    product: t`Product`,
    moved: t`Moved, or died`,
    no_need: t`No need any more`,
    other: t`Other`,
  }
}

export function useHowWords(): Record<Lost['how'], string> {
  const { t } = useLingui()
  return {
    subscription_ended: t`ended the subscription`,
    silent: t`silent for too long`,
    exit_survey: t`said so on leaving`,
  }
}

/** An interval as a cell says it: the figure, then how far it may be off. */
export function useSaid() {
  const format = useFormat()
  return {
    percent: (i: Interval) => [
      format.percent(i.estimate, 1),
      `${format.number(100 * i.low, 1)} – ${format.number(100 * i.high, 1)}`,
    ],
    number: (i: Interval, digits = 2) => [
      format.number(i.estimate, digits),
      `${format.number(i.low, digits)} – ${format.number(i.high, digits)}`,
    ],
    points: (i: Interval) => [
      `${i.estimate > 0 ? '+' : ''}${format.number(100 * i.estimate, 1)}`,
      `${format.number(100 * i.low, 1)} – ${format.number(100 * i.high, 1)}`,
    ],
  }
}
