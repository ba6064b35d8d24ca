/**
 * A list that others change while somebody works in it. Rows keep their places: what is new waits until it is asked for,
 * what has left stays and says so. Only one's own deeds take rows away or put them in.
 */

export type Held<T extends { id: string }> = {
  /** Which question the list answers; another one starts anew. */
  key: string
  pages: number
  fresh: readonly T[]
  /** What is shown, in its order. */
  rows: readonly T[]
  gone: readonly string[]
  coming: readonly T[]
  /** Ids of one's own making, which go straight to their places when they come. */
  own: readonly string[]
}

export type Answer<T> = {
  key: string
  pages: number
  fresh: readonly T[]
  /** Whether the answer would hold this row if it were still listed (it may lie beyond what was fetched). */
  inReach: (row: T) => boolean
}

export function hold<T extends { id: string }>(before: Held<T> | undefined, { key, pages, fresh, inReach }: Answer<T>) {
  if (!before || before.key !== key || before.rows.length === 0) return shown(key, pages, fresh, before?.own)
  const now = new Map(fresh.map((row) => [row.id, row]))
  const has = new Set(before.rows.map((row) => row.id))
  let rows = before.rows.map((row) => now.get(row.id) ?? row)
  const last = fresh.findLastIndex((row) => has.has(row.id))
  const isNew = fresh.filter((row) => !has.has(row.id))
  // What "Load more" brought stands at the end and moves nothing.
  const more = pages > before.pages ? isNew.filter((row) => fresh.indexOf(row) > last) : []
  rows = [...rows, ...more]
  const mine = isNew.filter((row) => before.own.includes(row.id) && !more.includes(row))
  for (const row of mine) rows = putIn(rows, row, fresh)
  return {
    key,
    pages,
    fresh,
    rows,
    gone: rows.filter((row) => !now.has(row.id) && inReach(row)).map((row) => row.id),
    coming: isNew.filter((row) => !more.includes(row) && !mine.includes(row)),
    own: before.own.filter((id) => !mine.some((row) => row.id === id)),
  }
}

/** Shows the list as it is now. */
export const accept = <T extends { id: string }>(held: Held<T>): Held<T> => shown(held.key, held.pages, held.fresh)

/** Takes rows away after one's own deed. */
export const drop = <T extends { id: string }>(held: Held<T>, ids: readonly string[]): Held<T> => ({
  ...held,
  rows: held.rows.filter((row) => !ids.includes(row.id)),
  gone: held.gone.filter((id) => !ids.includes(id)),
})

/** Lets rows of one's own making in when they come. */
export const awaitOwn = <T extends { id: string }>(held: Held<T>, ids: readonly string[]): Held<T> => ({
  ...held,
  own: [...held.own, ...ids],
})

function shown<T extends { id: string }>(
  key: string,
  pages: number,
  fresh: readonly T[],
  own: readonly string[] = [],
): Held<T> {
  return { key, pages, fresh, rows: fresh, gone: [], coming: [], own }
}

/** Before the first row that follows it in the answer, else at the end. */
function putIn<T extends { id: string }>(rows: readonly T[], row: T, fresh: readonly T[]): T[] {
  const after = new Set(fresh.slice(fresh.indexOf(row) + 1).map((r) => r.id))
  const at = rows.findIndex((r) => after.has(r.id))
  return at < 0 ? [...rows, row] : [...rows.slice(0, at), row, ...rows.slice(at)]
}

/** The row to go to when `ids` leave: the next that stays, else the one before. */
export function neighbour<T extends { id: string }>(
  rows: readonly T[],
  current: string | undefined,
  ids: readonly string[],
) {
  const at = rows.findIndex((row) => row.id === current)
  const stays = (row: T) => !ids.includes(row.id)
  return rows.slice(at + 1).find(stays) ?? rows.slice(0, Math.max(at, 0)).findLast(stays)
}
