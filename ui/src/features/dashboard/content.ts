/** What a dashboard says, and the changes that can be made to it. */
import type { Board, BoardBody, Spec, Tile } from '../../core/views'

export type Content = BoardBody
export type Frame = Pick<Content, 'period' | 'against' | 'where'>

/** The part of a stored dashboard that can be written back. */
export const contentOf = (board: Board): Content => ({
  name: board.name,
  description: board.description,
  shared: board.shared,
  period: board.period,
  against: board.against,
  where: board.where ?? [],
  tiles: (board.tiles ?? []).map(({ gone: _, view_name: __, ...tile }) => tile),
})

/** What is sent: a tile that follows a view doesn't carry the view's definition. */
export const bodyOf = (content: Content): BoardBody => ({
  ...content,
  tiles: content.tiles.map(({ spec, title, ...tile }) => ({
    ...tile,
    title: title || undefined,
    ...(tile.view ? {} : { spec }),
  })),
})

const rowsFor = (height: number) => 1 + height * 4

/** A tile's definition under the dashboard's period, comparison and filter, with as many rows as it has room for. */
export function specUnder(frame: Frame, tile: Tile): Spec | undefined {
  if (tile.kind !== 'view' || !tile.spec) return undefined
  const rest = tile.spec.against.kind === 'rest' && frame.against.kind !== 'none'
  const room = tile.spec.shape === 'lines' ? 6 : rowsFor(tile.height)
  return {
    ...tile.spec,
    period: frame.period,
    against: rest ? tile.spec.against : frame.against,
    where: [...(tile.spec.where ?? []), ...(frame.where ?? [])],
    top: Math.min(tile.spec.top || room, room),
  }
}

/** Puts the tile with an id at a place, counted without it. */
export function moved(tiles: readonly Tile[], id: string, to: number): Tile[] {
  const from = tiles.findIndex((tile) => tile.id === id)
  const tile = tiles[from]
  if (!tile) return [...tiles]
  const rest = tiles.toSpliced(from, 1)
  return rest.toSpliced(Math.max(0, Math.min(rest.length, to)), 0, tile)
}

export const widths = [3, 4, 6, 8, 12] as const
export const heights = [1, 2, 3, 4] as const

/** The next width or height in the steps of the grid. */
export function stepped(steps: readonly number[], now: number, by: 1 | -1): number {
  const next = by > 0 ? steps.find((one) => one > now) : steps.findLast((one) => one < now)
  return next ?? now
}

export const newId = (): string => crypto.randomUUID().slice(0, 13)

/** Whether only the name was written on, whose letters are taken back together. */
export const isTyping = (before: Content, after: Content): boolean =>
  before.name !== after.name && differences({ ...before, name: after.name }, after).length === 0

/** Where two versions of a dashboard differ, for somebody who must choose. */
export function differences(mine: Content, theirs: Content): ('name' | 'frame' | 'tiles')[] {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  const [a, b] = [bodyOf(mine), bodyOf(theirs)]
  return [
    ...(same([a.name, a.description, a.shared], [b.name, b.description, b.shared]) ? [] : (['name'] as const)),
    ...(same([a.period, a.against, a.where], [b.period, b.against, b.where]) ? [] : (['frame'] as const)),
    ...(same(a.tiles, b.tiles) ? [] : (['tiles'] as const)),
  ]
}

export const templates = ['summary', 'teams', 'touch_points', 'blank'] as const
export type Template = (typeof templates)[number]

/** What a template makes of the metrics and dimensions that there are. */
export function templateTiles(
  template: Template,
  metrics: readonly string[],
  dimensions: readonly string[],
  words: { note: string },
): Tile[] {
  const base = { period: { preset: 'standing' as const }, where: [] }
  const has = (...keys: string[]) => keys.find((key) => dimensions.includes(key))
  const [first = ''] = metrics
  const units = has('unit.site', 'unit.team', 'unit.region', 'unit')
  const teams = has('unit.team', 'unit.site', 'unit')
  const points = has('touch_point', 'channel')
  const tile = (
    spec: Omit<Spec, keyof typeof base | 'against'> & { against?: Spec['against'] },
    width: number,
    height: number,
  ): Tile => ({
    id: newId(),
    kind: 'view',
    spec: { ...base, against: { kind: 'previous' }, ...spec } as Spec,
    width,
    height,
  })
  const some = <T>(value: string | undefined, make: (value: string) => T): T[] => (value ? [make(value)] : [])
  if (!first || template === 'blank') return []
  const figures = metrics
    .slice(0, 4)
    .map((key) =>
      tile({ metrics: [key], by: [], shape: 'figure' }, metrics.length > 3 ? 3 : metrics.length === 3 ? 4 : 6, 1),
    )
  const trend = tile({ metrics: [first], by: ['time'], shape: 'lines' }, 8, 2)
  const note: Tile = { id: newId(), kind: 'note', text: words.note, width: 4, height: 2 }
  switch (template) {
    case 'summary':
      return [
        ...figures,
        trend,
        note,
        ...some(units, (by) => tile({ metrics: [first], by: [by], shape: 'bars', against: { kind: 'rest' } }, 6, 2)),
        ...some(points, (by) => tile({ metrics: [first], by: [by], shape: 'bars', order: 'lowest' }, 6, 2)),
      ]
    case 'teams':
      return [
        ...some(teams, (by) =>
          tile({ metrics: [first], by: [by], shape: 'bars', order: 'lowest', against: { kind: 'rest' } }, 6, 3),
        ),
        ...some(teams, (by) => tile({ metrics: [first], by: [by, 'time'], shape: 'lines', order: 'most' }, 6, 3)),
        ...some(has('employee'), (by) =>
          tile({ metrics: metrics.slice(0, 2), by: [by], shape: 'table', order: 'lowest' }, 12, 3),
        ),
      ]
    default:
      return [
        ...some(points, (by) => tile({ metrics: [first], by: [by, 'time'], shape: 'heat', order: 'lowest' }, 12, 3)),
        ...some(points, (by) => tile({ metrics: [first], by: [by], shape: 'bars', order: 'change' }, 6, 3)),
        trend,
      ]
  }
}
