/** When the due time was missed; null while it wasn't. Waiting pauses the clock, so a waiting case breaks nothing. */
export function brokenDue(
  of: { state: string; due_at: string; resolved_at?: string | null },
  now: number,
): string | null {
  const due = Date.parse(of.due_at)
  if (of.state === 'waiting') return null
  const end = of.resolved_at ? Date.parse(of.resolved_at) : now
  return due < end ? of.due_at : null
}
