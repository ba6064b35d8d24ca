/** The whole months around two days, `to` exclusive, so that a trend by month has no half ones. */
export function periodOf(first: string, last: string): { from: string; to: string } {
  const next = new Date(Date.UTC(Number(last.slice(0, 4)), Number(last.slice(5, 7)), 1))
  return { from: `${first.slice(0, 7)}-01`, to: next.toISOString().slice(0, 10) }
}
