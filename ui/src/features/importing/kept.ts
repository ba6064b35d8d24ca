/** What was decided of a file and not imported yet, kept for this tab, so that a reload or going back loses nothing. */
import type { Mapping } from './mapping'

export type Draft = { mapping: Mapping; openCases?: boolean; saved?: string }

const place = (upload: string) => `touchstone-import-${upload}`

export function keep(upload: string, draft: Draft): void {
  try {
    sessionStorage.setItem(place(upload), JSON.stringify(draft))
  } catch {
    // No storage, or it is full: only a reload would miss it.
  }
}

export function kept(upload: string): Draft | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(place(upload)) ?? 'null') as Draft | null
    return draft?.mapping?.at ? draft : null
  } catch {
    return null
  }
}
