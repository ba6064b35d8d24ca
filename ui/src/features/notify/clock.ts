/** Minutes since midnight as a time input writes them. */
export const toClock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** And back; null where it isn't a time of day. */
export function fromClock(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})/.exec(text)
  if (!found) return null
  const minutes = Number(found[1]) * 60 + Number(found[2])
  return Number(found[1]) < 24 && Number(found[2]) < 60 ? minutes : null
}
