/** Which way the interface reads. */

export type Direction = 'ltr' | 'rtl'

const key = 'touchstone-direction'

/** Whether a language is written from the right. */
export const directionOf = (language: string): Direction =>
  /^(ar|arc|ckb|dv|fa|he|ks|ps|sd|syr|ug|ur|yi)(-|$)/i.test(language) ? 'rtl' : 'ltr'

/** What somebody chose for this browser; nothing chosen follows the language of the words. */
export function chosenDirection(): Direction | undefined {
  try {
    const chosen = localStorage.getItem(key)
    return chosen === 'ltr' || chosen === 'rtl' ? chosen : undefined
  } catch {
    return undefined // storage may be forbidden
  }
}

/** Kept for the next time the words are loaded. */
export function chooseDirection(chosen: Direction | undefined): void {
  try {
    if (chosen) localStorage.setItem(key, chosen)
    else localStorage.removeItem(key)
  } catch {
    // storage may be forbidden; then the page stays as its language is
  }
}

const [lri, rli, fsi, pdi] = ['\u2066', '\u2067', '\u2068', '\u2069']

/**
 * Words of a language that reads the other way than the page, kept in their own order. Without this English in a page from the
 * right reads ".once, mean 3" and "7,863 n · 68.6 to 66.6".
 */
export const within = (text: string, language: Direction): string => `${language === 'ltr' ? lri : rli}${text}${pdi}`

/** A number or date that keeps its order among words from the right: without, a minus ends up behind its number. */
export const apart = (text: string): string => `${fsi}${text}${pdi}`
