/** Limits of authority as a form has them: in major units, as people say them. */
import type { Allowance } from './queries'

export type Limit = {
  key: string
  kind: Allowance['kind']
  perCase: number | ''
  perPeriod: number | ''
  period: NonNullable<Allowance['period']>
  currency: string
}

/** How many minor digits a currency has; 2 for what isn't one. */
export function digitsOf(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

export const major = (minor: number, currency: string): number => minor / 10 ** digitsOf(currency)

/** An exact amount as text in major units, for formats that keep its digits. */
export const majorText = (minor: number, currency: string): string =>
  minor % 10 ** digitsOf(currency) === 0
    ? String(major(minor, currency))
    : major(minor, currency).toFixed(digitsOf(currency))

export const limitOf = (a: Allowance): Limit => ({
  key: `${a.kind}${a.currency}`,
  kind: a.kind,
  perCase: major(a.per_case, a.currency),
  perPeriod: a.per_period ? major(a.per_period, a.currency) : '',
  period: a.period ?? 'month',
  currency: a.currency,
})

export const limitsOf = (list: readonly Limit[]): Allowance[] =>
  list.map((l) => {
    const minor = (v: number | '') => Math.round(Number(v) * 10 ** digitsOf(l.currency))
    return {
      kind: l.kind,
      currency: l.currency,
      per_case: minor(l.perCase),
      per_period: l.perPeriod === '' ? undefined : minor(l.perPeriod),
      period: l.perPeriod === '' ? undefined : l.period,
    }
  })
