import { useLingui } from '@lingui/react/macro'
import type { Format } from '../../words/format'
import type { Measure } from './queries'

/** What a kind of signal is called; one this version doesn't know keeps its key. */
export function useKindWords(): (kind: string) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    survey: t`Survey`,
    feedback: t`Feedback`,
    review: t`Review`,
    evaluation: t`Evaluation`,
    employee: t`Employee`,
    conversation: t`Conversation`,
    operational: t`Operational`,
    silence: t`Silence`,
  }
  return (kind) => words[kind] ?? kind
}

/** Why a score is missing. */
export function useLeftOutWords(): Record<NonNullable<Measure['left_out']>, string> {
  const { t } = useLingui()
  return { not_answered: t`not answered`, not_rated: t`not rated`, out_of_scale: t`outside the scale, dropped` }
}

/** What was masked in a signal's words. */
export function useMaskedWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    card_number: t`Card numbers`,
    bank_account: t`Bank accounts`,
    national_id: t`National ids`,
    password: t`Passwords and PINs`,
  }
}

/** When a signal happened. A date that came without a time is midnight in the organisation's zone: that hour would only pretend. */
export const momentOf = (at: string, format: Format): string =>
  /^0?0\D00$/.test(format.time(at)) ? format.date(at) : format.dateTime(at)
