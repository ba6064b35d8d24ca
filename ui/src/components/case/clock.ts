/** Where a case stands against its due time. */

export type ClockState = 'running' | 'soon' | 'overdue' | 'paused' | 'met'
export type Clock = { state: ClockState; used: number; left: number }

/**
 * `used` is the share of the time that is gone (0 to 1), `left` the milliseconds until due, negative when overdue.
 * The last quarter is "soon". Waiting pauses the clock; resolved and closed stop it.
 */
export function readClock(of: {
  state: string
  opened_at: string
  due_at?: string | null
  resolved_at?: string | null
  now: number
}): Clock | null {
  if (!of.due_at) return null
  const [start, due] = [Date.parse(of.opened_at), Date.parse(of.due_at)]
  const stopped = of.state === 'resolved' || of.state === 'closed'
  const at = stopped && of.resolved_at ? Date.parse(of.resolved_at) : of.now
  const left = due - at
  const used = due > start ? Math.min(1, Math.max(0, (at - start) / (due - start))) : 1
  if (stopped) return { state: left >= 0 ? 'met' : 'overdue', used, left }
  if (of.state === 'waiting') return { state: 'paused', used, left }
  if (left < 0) return { state: 'overdue', used: 1, left }
  return { state: used >= 0.75 ? 'soon' : 'running', used, left }
}

/** The pie's slice from twelve o'clock, on a 14 px disc. */
export function slice(used: number): string {
  const share = Math.min(Math.max(used, 0.02), 0.98)
  const angle = share * 2 * Math.PI
  const [x, y] = [7 + 4.2 * Math.sin(angle), 7 - 4.2 * Math.cos(angle)]
  return `M7 7V2.8A4.2 4.2 0 ${share > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}z`
}
