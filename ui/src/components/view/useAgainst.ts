import { useLingui } from '@lingui/react/macro'
import type { Told } from '../../core/views'
import { useFormat } from '../../words/i18n'

/** What a view's figures are compared with, as said after "than"; empty where with nothing. */
export function useAgainst(): (told: Told) => string {
  const { t } = useLingui()
  const format = useFormat()
  return (told) =>
    told.rest ? t`the rest` : told.before?.from && told.before.to ? format.period(told.before.from, told.before.to) : ''
}
