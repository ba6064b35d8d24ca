import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import { type CustomerValue, useMaterial } from './queries'

/** A horizon as people say it: whole years and months where it is some, days where it isn't. */
export function useHorizonWords(): (days: number) => string {
  const { t } = useLingui()
  const format = useFormat()
  return (days) => {
    if (days % 365 === 0) return plural(days / 365, { one: '# year', other: '# years' })
    const shown = format.count(days)
    return t`${shown} days`
  }
}

/** Whose value it is. */
export function useWhose(): (segment: string) => string {
  const { t } = useLingui()
  const segments = useMaterial().data?.segments ?? []
  return (segment) => (segment === '' ? t`All customers` : (segments.find((s) => s.key === segment)?.name ?? segment))
}

/** Where a value comes from, in a word or two. */
export function useKindWords(): Record<CustomerValue['kind'], string> {
  const { t } = useLingui()
  return { typed: t`Typed`, contractual: t`From subscriptions`, non_contractual: t`From purchases` }
}
