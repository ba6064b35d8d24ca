import { useLingui } from '@lingui/react/macro'
import type { Workshop } from './queries'

/** Where a workshop stands, in a word and a tone. */
export function useWorkshopStates(): Record<Workshop['state'], { word: string; tone?: 'better' | 'accent' }> {
  const { t } = useLingui()
  return {
    planned: { word: t`Planned` },
    running: { word: t`Running`, tone: 'accent' },
    closed: { word: t`Closed`, tone: 'better' },
  }
}

/** Minutes and seconds of a clock: 4:05. */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`
