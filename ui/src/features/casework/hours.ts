/** A day's working hours as people write them: "09:00-12:00, 13:00-17:00". */

export type Hours = { from: string; to: string }

export const writeHours = (list: readonly Hours[] | null | undefined): string =>
  (list ?? []).map((one) => `${one.from}–${one.to}`).join(', ')

/** The periods of a line; null where it can't be read. "9-17" means 09:00 to 17:00; nothing, "-" and "closed" mean none. */
export function readHours(text: string): Hours[] | null {
  const line = text.trim()
  if (line === '' || /^[-–—]$/.test(line)) return []
  const out: Hours[] = []
  for (const part of line.split(/[,;]/)) {
    const found = /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.](\d{2}))?\s*$/.exec(part)
    if (!found) return null
    const [from, to] = [clock(found[1], found[2]), clock(found[3], found[4])]
    if (!from || !to || from >= to || out.some((other) => from < other.to && other.from < to)) return null
    out.push({ from, to })
  }
  return out.sort((a, b) => a.from.localeCompare(b.from))
}

function clock(hours = '', minutes = '00'): string | null {
  const [h, m] = [Number(hours), Number(minutes)]
  if (h > 24 || m > 59 || (h === 24 && m > 0)) return null
  return `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`
}

/** Where a time stands in its day, 0 to 1. */
export const share = (time: string): number => {
  const [h = 0, m = 0] = time.split(':').map(Number)
  return (h * 60 + m) / 1440
}
