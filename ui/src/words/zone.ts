/** Moments as `<input type="datetime-local">` writes them, in the organisation's zone rather than the browser's. */

/** `2026-11-04T12:00` for an instant. */
export function toLocal(at: string | number | Date, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(at))
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** The instant of a local time, ISO in UTC; null for what is no time. An hour that clocks skip becomes the one after. */
export function fromLocal(text: string, zone: string): string | null {
  const wall = Date.parse(`${text}Z`)
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) || Number.isNaN(wall)) return null
  const offset = (at: number) => Date.parse(`${toLocal(at, zone)}Z`) - Math.floor(at / 60_000) * 60_000
  // The offset at the guess may be that of the other side of a change of clocks: ask once more.
  const guess = wall - offset(wall)
  return new Date(wall - offset(guess)).toISOString()
}
