import type { MenuEntry } from '../../../components/Menu'
import type { Journey } from '../queries'

/** Files of a map: what the menu offers. `before` stores what isn't yet, so that the file shows what the screen does. */
export function useExportEntries(_: {
  journey: Journey
  version?: number
  before?: () => Promise<boolean>
}): MenuEntry[] {
  return []
}
