import { useLingui } from '@lingui/react/macro'

const spans = [7, 30, 90, 365] as const

/** A period of the address; what isn't one is thirty days. */
export const asDays = (text: unknown): number => spans.find((n) => String(n) === String(text)) ?? 30

/** The periods a summary can be asked for. */
export function useSpans(): readonly { value: string; label: string }[] {
  const { t } = useLingui()
  return spans.map((n) => ({ value: String(n), label: n === 365 ? t`A year` : t`${n} days` }))
}
