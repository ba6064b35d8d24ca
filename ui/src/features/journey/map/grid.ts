/** Where cards stand: stages across, rows down. A lane that customers see has two rows, by who begins. */
import type { Card, Edit, Lane, MapDoc, Phase, Stage } from '../queries'

export type Reach = 'out' | 'in'
/** A row of the map; without `reach` the lane has one row for all. */
export type Row = { key: string; lane: Lane; reach?: Reach; empty: boolean }
export type Cell = { key: string; stage: string; row: string; cards: readonly Card[] }
export type Grid = {
  stages: readonly Stage[]
  rows: readonly Row[]
  cells: ReadonlyMap<string, Cell>
  phases: readonly { phase: Phase; from: number; span: number }[]
  /** Intended emotion of each stage: the mean of its cards' in the lanes that customers see; null without any. */
  intended: readonly (number | null)[]
}

export const lanes: readonly Lane[] = ['customer', 'front_stage', 'back_stage', 'support']
export const isSeen = (lane: Lane): boolean => lane === 'customer' || lane === 'front_stage'
export const reachOf = (card: Pick<Card, 'initiator'>): Reach => (card.initiator === 'organisation' ? 'out' : 'in')

export const cellKey = (stage: string, row: string) => `${stage}|${row}`

/** The row in which a card of this lane and beginning stands. */
export function rowOf(card: Pick<Card, 'lane' | 'initiator'>, rows: readonly Row[]): Row | undefined {
  const reach = reachOf(card)
  return rows.find((r) => r.lane === card.lane && (r.reach === undefined || r.reach === reach))
}

/** Lays a map out; cells that hold the same cards as before stay the same object. */
export function layOut(map: Pick<MapDoc, 'stages' | 'cards'>, was?: Grid): Grid {
  const rows = rowsOf(map.cards)
  const inCells = new Map<string, Card[]>()
  for (const card of map.cards) {
    const row = rowOf(card, rows)
    if (!row) continue
    const key = cellKey(card.stage, row.key)
    const there = inCells.get(key)
    if (there) there.push(card)
    else inCells.set(key, [card])
  }
  const cells = new Map<string, Cell>()
  for (const row of rows) {
    for (const stage of map.stages) {
      const key = cellKey(stage.id, row.key)
      const cards = inCells.get(key) ?? []
      const before = was?.cells.get(key)
      const alike = before && before.cards.length === cards.length && before.cards.every((c, at) => c === cards[at])
      cells.set(key, alike ? before : { key, stage: stage.id, row: row.key, cards })
    }
  }
  const sameRows = was && was.rows.length === rows.length && rows.every((r, at) => alikeRow(r, was.rows[at]))
  return {
    stages: map.stages,
    rows: sameRows ? was.rows : rows,
    cells,
    phases: phasesOf(map.stages),
    intended: intendedOf(map),
  }
}

const alikeRow = (a: Row, b: Row | undefined) => b !== undefined && a.key === b.key && a.empty === b.empty

function rowsOf(cards: readonly Card[]): Row[] {
  return lanes.flatMap((lane): Row[] => {
    const here = cards.filter((c) => c.lane === lane)
    const none = (reach?: Reach) => !here.some((c) => reach === undefined || reachOf(c) === reach)
    // Nothing is said of customers in most maps: two empty rows would only take the room of those that count.
    if (!isSeen(lane) || (lane === 'customer' && here.length === 0)) return [{ key: lane, lane, empty: none() }]
    return (['out', 'in'] as const).map((reach) => ({ key: `${lane}.${reach}`, lane, reach, empty: none(reach) }))
  })
}

function phasesOf(stages: readonly Stage[]) {
  const out: { phase: Phase; from: number; span: number }[] = []
  stages.forEach((stage, at) => {
    const last = out.at(-1)
    if (last?.phase === stage.phase) last.span += 1
    else out.push({ phase: stage.phase, from: at, span: 1 })
  })
  return out
}

function intendedOf(map: Pick<MapDoc, 'stages' | 'cards'>): (number | null)[] {
  return map.stages.map((stage) => {
    const felt = map.cards.flatMap((c) =>
      c.stage === stage.id && isSeen(c.lane) && c.emotion != null ? [c.emotion] : [],
    )
    return felt.length === 0 ? null : felt.reduce((sum, e) => sum + e, 0) / felt.length
  })
}

/** The edits that bring a card to a place in a cell: behind `after` there, or as the first. */
export function moveTo(
  map: MapDoc,
  grid: Grid,
  card: Card,
  to: { stage: string; row: string; after?: string },
): Edit[] {
  const row = grid.rows.find((r) => r.key === to.row)
  if (!row) return []
  const cell = grid.cells.get(cellKey(to.stage, to.row))
  const others = (cell?.cards ?? []).filter((c) => c.id !== card.id)
  // The first of its cell stands before the next one there; where the cell is empty, behind whatever the map ends with.
  const first = others[0]
  const order = map.cards.filter((c) => c.id !== card.id)
  const after =
    to.after ?? (first ? order[order.findIndex((c) => c.id === first.id) - 1]?.id : (order.at(-1)?.id ?? undefined))
  const edits: Edit[] = [{ op: 'move_card', id: card.id, stage: to.stage, lane: row.lane, after: after ?? '' }]
  if (row.reach !== undefined && reachOf(card) !== row.reach)
    edits.push({ op: 'set_card', id: card.id, set: { initiator: row.reach === 'out' ? 'organisation' : 'customer' } })
  return edits
}

/** Where a card is: its row, and its place among the cards of its cell. */
export function placeOf(grid: Grid, card: Card): { stage: string; row: string; at: number; cell: Cell } | undefined {
  const row = rowOf(card, grid.rows)
  const cell = row && grid.cells.get(cellKey(card.stage, row.key))
  if (!row || !cell) return undefined
  return { stage: card.stage, row: row.key, at: cell.cards.findIndex((c) => c.id === card.id), cell }
}

export type Way = 'up' | 'down' | 'before' | 'next'

/** The edits that move a card one step by keyboard: within its cell, to the row beside, or to the stage beside. */
export function nudge(map: MapDoc, grid: Grid, card: Card, way: Way): Edit[] {
  const now = placeOf(grid, card)
  if (!now) return []
  if (way === 'before' || way === 'next') {
    const at = grid.stages.findIndex((s) => s.id === card.stage)
    const stage = grid.stages[at + (way === 'next' ? 1 : -1)]
    if (!stage) return []
    const there = grid.cells.get(cellKey(stage.id, now.row))?.cards ?? []
    return moveTo(map, grid, card, {
      stage: stage.id,
      row: now.row,
      after: there[Math.min(now.at, there.length) - 1]?.id,
    })
  }
  const step = way === 'down' ? 1 : -1
  const other = now.cell.cards[now.at + step]
  if (other) {
    const after = way === 'down' ? other.id : now.cell.cards[now.at - 2]?.id
    return moveTo(map, grid, card, { stage: card.stage, row: now.row, after })
  }
  const rowAt = grid.rows.findIndex((r) => r.key === now.row)
  const row = grid.rows[rowAt + step]
  if (!row) return []
  const there = grid.cells.get(cellKey(card.stage, row.key))?.cards ?? []
  return moveTo(map, grid, card, {
    stage: card.stage,
    row: row.key,
    after: way === 'down' ? undefined : there.at(-1)?.id,
  })
}

/** Things that take the focus, by the address of each: `stage:ID`, `card:ID`, `add:STAGE|ROW`. */
export type Item = string
export const itemOf = {
  stage: (id: string) => `stage:${id}`,
  card: (id: string) => `card:${id}`,
  add: (key: string) => `add:${key}`,
}

/** The columns of things that take the focus: one list a stage, each of lists by row. */
function columns(grid: Grid, adding: boolean): Item[][][] {
  return grid.stages.map((stage) => [
    [itemOf.stage(stage.id)],
    ...grid.rows.map((row) => {
      const cell = grid.cells.get(cellKey(stage.id, row.key))
      const items = (cell?.cards ?? []).map((c) => itemOf.card(c.id))
      return adding && cell ? [...items, itemOf.add(cell.key)] : items
    }),
  ])
}

export type Press = Way | 'first' | 'last'

/** What takes the focus after an arrow key: in the stage beside it is the same row's, as high as may be. */
export function step(grid: Grid, item: Item, press: Press, adding: boolean): Item | undefined {
  const all = columns(grid, adding)
  const col = all.findIndex((rows) => rows.some((items) => items.includes(item)))
  const here = all[col]
  if (!here) return all[0]?.flat()[0]
  const flat = here.flat()
  if (press === 'up' || press === 'down') return flat[flat.indexOf(item) + (press === 'down' ? 1 : -1)]
  const row = here.findIndex((items) => items.includes(item))
  const at = here[row]?.indexOf(item) ?? 0
  const from = press === 'first' ? 0 : press === 'last' ? all.length - 1 : col + (press === 'next' ? 1 : -1)
  const way = press === 'first' || press === 'next' ? 1 : -1
  for (let c = from; c >= 0 && c < all.length; c += way) {
    const items = all[c]?.[row] ?? []
    if (items.length > 0) return items[Math.min(at, items.length - 1)]
  }
  return undefined
}

/** What takes the focus when a card goes: the next of its cell, the one before, or the place to add one. */
export function heir(grid: Grid, card: Card): Item | undefined {
  const now = placeOf(grid, card)
  if (!now) return undefined
  const near = now.cell.cards[now.at + 1] ?? now.cell.cards[now.at - 1]
  return near ? itemOf.card(near.id) : itemOf.add(now.cell.key)
}
