import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import { useMoney } from './money'
import type { Input, State } from './queries'

/** What inputs are called, and what each asks. */
export function useInputNames(): Record<string, string> {
  const { t } = useLingui()
  return {
    customers: t`Customers there are`,
    exposed: t`Customers who meet it in a year`,
    failure: t`Share for whom it fails`,
    complaint: t`Share of these who complain`,
    resolved: t`Share of complaints put right`,
    leave_silent: t`Leave without a word`,
    leave_unresolved: t`Leave after complaining in vain`,
    leave_resolved: t`Leave though put right`,
    spend_silent: t`Spend less, without a word`,
    spend_unresolved: t`Spend less, after complaining in vain`,
    spend_resolved: t`Spend less, though put right`,
    value: t`What a customer is worth in a year`,
    tell: t`People told of a failure`,
    lost_per_told: t`Customers lost per person told`,
    tell_resolved: t`People told of a recovery`,
    won_per_told: t`Customers won per person told`,
    margin: t`Margin of a won customer`,
  }
}

export function useStates(): Record<State, string> {
  const { t } = useLingui()
  return {
    open: t`Open`,
    planned: t`Planned`,
    changing: t`Changing`,
    holding: t`Holding`,
    closed: t`Closed`,
  }
}

export function useSources(): Record<Input['source'], string> {
  const { t } = useLingui()
  return { data: t`data`, assumption: t`assumption`, benchmark: t`benchmark` }
}

/** A number of an input as it is read: shares in per cent, money in its currency. */
export function useInputValue(currency: string): (kind: Input['kind'], value: number) => string {
  const format = useFormat()
  const money = useMoney(currency)
  return (kind, value) => {
    if (kind === 'money') return money.short(value)
    if (kind === 'rate')
      return format.percent(value, Math.abs(value) < 0.1 && value !== 0 ? (Math.abs(value) < 0.01 ? 2 : 1) : 0)
    return value < 100 ? format.number(value, value % 1 === 0 ? 0 : 1) : format.count(Math.round(value))
  }
}

export function useGrades(): Record<string, string> {
  const { t } = useLingui()
  return {
    A: t`Grade A: counted, or shown by an experiment`,
    B: t`Grade B: own data with a comparison`,
    C: t`Grade C: an association in own data`,
    D: t`Grade D: assumed or borrowed`,
  }
}
