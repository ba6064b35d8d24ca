import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import type { Expectation } from './queries'

/** The kinds of expectation, as sentences of what is expected. */
export function useKinds(): { value: Expectation['kind']; label: string }[] {
  const { t } = useLingui()
  return [
    { value: 'promise', label: t`What was promised comes in time (a call-back)` },
    { value: 'answer', label: t`A message is answered within hours` },
    { value: 'contact', label: t`Nobody goes unheard for days` },
    { value: 'repeat', label: t`Nobody has to come again within days` },
  ]
}

/** What an expectation says, in one sentence. */
export function useSentence(): (e: Omit<Expectation, 'counts' | 'created_at' | 'id' | 'version'>) => string {
  const { t } = useLingui()
  const format = useFormat()
  return (e) => {
    const [hours, days] = [format.count(e.hours ?? 0), format.count(e.days ?? 0)]
    const [attribute, place] = [e.attribute || 'promised_at', e.touch_point || e.channel || '']
    const where = place ? t`at ${place}` : t`anywhere`
    switch (e.kind) {
      case 'promise':
        return t`What a signal ${where} promises by its ${attribute} comes by then.`
      case 'answer':
        return t`A signal ${where} is answered within ${hours} hours.`
      case 'contact':
        return t`Every customer is heard ${where} at least every ${days} days.`
      default:
        return t`A customer heard ${where} needn’t come again within ${days} days.`
    }
  }
}
