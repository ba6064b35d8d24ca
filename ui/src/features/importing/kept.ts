/** What is being mapped, kept for this tab, so that loading the page again or going back loses nothing. */
import type { Mapping, Upload } from './mapping'

export type Kept = { upload: Upload; mapping: Mapping; openCases?: boolean }

const place = (hash: string) => `touchstone-import-${hash}`

export function keep(kept: Kept): void {
  try {
    sessionStorage.setItem(place(kept.upload.upload), JSON.stringify(kept))
  } catch {
    // No storage, or it is full: only a reload would miss it.
  }
}

export function kept(hash: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(place(hash)) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

export function forget(hash: string): void {
  try {
    sessionStorage.removeItem(place(hash))
  } catch {
    // Nothing is kept then.
  }
}
