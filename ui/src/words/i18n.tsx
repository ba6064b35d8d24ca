/** Words and formats of the interface: one catalogue per language, loaded when it is needed. */
import { i18n, type Messages } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { createFormat, type Format } from './format'

/** Catalogues of translations by language. English needs none: its words stand in the pages that say them. */
const catalogues: Record<string, () => Promise<{ messages: Messages }>> = {}

export async function loadWords(language: string): Promise<void> {
  const catalogue = catalogues[language]
  const known = catalogue ? language : 'en'
  if (i18n.locale === known) return
  const messages = catalogue ? (await catalogue()).messages : {}
  i18n.loadAndActivate({ locale: known, messages })
  document.documentElement.lang = known
}

const FormatContext = createContext<Format>(createFormat('en', 'UTC'))

/** Formats in the organisation's language and zone. */
export const useFormat = (): Format => useContext(FormatContext)

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

export function FormatProvider({ language, zone, children }: { language: string; zone: string; children: ReactNode }) {
  const format = useMemo(() => createFormat(language, zone), [language, zone])
  return <FormatContext.Provider value={format}>{children}</FormatContext.Provider>
}

export function Words({ children }: { children: ReactNode }) {
  return <I18nProvider i18n={i18n}>{children}</I18nProvider>
}
