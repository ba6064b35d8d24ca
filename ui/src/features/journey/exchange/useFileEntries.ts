import { useLingui } from '@lingui/react/macro'
import { address } from '../../../components/filter/search'
import type { MenuEntry } from '../../../components/Menu'

/** A map as a file: everything, in the language of journeys, or as a sheet. */
export function useFileEntries(journey: { id: string }, version = 0): MenuEntry[] {
  const { t } = useLingui()
  const file = (format: string) =>
    address(`/api/v1/journeys/${journey.id}/export`, { format, version: version || undefined })
  return [
    { label: t`As JSON, with everything`, icon: 'export', href: file('json'), download: true },
    { label: t`As CJML 2.0 (XML)`, icon: 'export', href: file('cjml'), download: true },
    { label: t`As CSV, a row a touch point`, icon: 'export', href: file('csv'), download: true },
  ]
}
