/** Words and formats of the interface: one catalogue per language, loaded when it is needed. */
import { I18n, i18n, type Messages } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { useDirection } from '@mantine/core'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { chosenDirection, type Direction, directionOf, within } from './direction'
import { createFormat, type Format } from './format'

/** Catalogues of translations by language. English needs none: its words stand in the pages that say them. */
const catalogues: Record<string, () => Promise<{ messages: Messages }>> = {}

export async function loadWords(language: string): Promise<void> {
  const catalogue = catalogues[language]
  const known = catalogue ? language : 'en'
  const own = directionOf(known)
  const shown = chosenDirection() ?? own
  const root = document.documentElement
  if (i18n.locale === known && root.dir === shown) return
  const messages = catalogue ? (await catalogue()).messages : {}
  root.lang = known
  root.dir = shown
  say(shown === own ? undefined : own)
  i18n.loadAndActivate({ locale: known, messages })
}

/** Every message as one piece that reads its own way, where the page reads the other; undefined: as it is. */
function say(own: Direction | undefined): void {
  const plain = I18n.prototype._.bind(i18n)
  const whole = ((...of: Parameters<typeof plain>) => within(plain(...of), own ?? 'ltr')) as typeof i18n._
  i18n._ = own ? whole : plain
  i18n.t = i18n._
}

const FormatContext = createContext<Format>(createFormat('en', 'UTC'))

/** Formats in the organisation's language and zone. */
export const useFormat = (): Format => useContext(FormatContext)

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

export function FormatProvider({ language, zone, children }: { language: string; zone: string; children: ReactNode }) {
  const { dir } = useDirection()
  const format = useMemo(() => createFormat(language, zone, dir), [language, zone, dir])
  return <FormatContext.Provider value={format}>{children}</FormatContext.Provider>
}

export function Words({ children }: { children: ReactNode }) {
  return <I18nProvider i18n={i18n}>{children}</I18nProvider>
}
