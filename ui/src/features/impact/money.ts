/** Money as people say it: three digits and a word for the thousands, in the organisation's language. */
import { useSignedIn } from '../../core/session'

export type Said = {
  /** €412K, €1.2M: minor units of the currency. */
  short: (minor: number) => string
  /** "€158K to €640K" as its two ends. */
  ends: (of: { p10: number; p90: number }) => [string, string]
  /** Minor units of one of the currency. */
  minor: number
}

/** How many minor units make one: 100 cents, 1 yen, 1000 fils. */
export function minorOf(currency: string): number {
  try {
    const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
    return 10 ** (digits ?? 2)
  } catch {
    return 100
  }
}

export function sayMoney(language: string, currency: string): Said {
  const locale = language === 'en' ? 'en-GB' : language
  const minor = minorOf(currency)
  const compact = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumSignificantDigits: 3,
  })
  const plain = new Intl.NumberFormat(locale, { style: 'currency', currency, maximumFractionDigits: 0 })
  const short = (amount: number) => {
    const value = amount / minor
    return (Math.abs(value) < 10_000 ? plain.format(Math.round(value)) : compact.format(value)).replace('-', '−')
  }
  return { short, ends: (of) => [short(of.p10), short(of.p90)], minor }
}

export function useMoney(currency: string): Said {
  const language = useSignedIn().organisation.language
  return sayMoney(language, currency || 'EUR')
}
