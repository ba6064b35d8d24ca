import { describe, expect, it } from 'vitest'
import type { Tile } from '../../core/views'
import {
  bodyOf,
  type Content,
  differences,
  moved,
  specUnder,
  stepped,
  templates,
  templateTiles,
  widths,
} from './content'

const tile = (id: string, more: Partial<Tile> = {}): Tile => ({
  id,
  kind: 'note',
  text: id,
  width: 4,
  height: 1,
  ...more,
})
const spec = {
  metrics: ['nps'],
  by: ['unit'],
  where: ['unit:porto'],
  period: { preset: 'all' },
  against: { kind: 'none' },
  shape: 'bars',
} as const
const frame = { period: { preset: 'last_30' }, against: { kind: 'year' }, where: ['channel:chat'] } as const
const ids = (tiles: readonly Tile[]) => tiles.map((t) => t.id).join('')

describe('tiles', () => {
  const tiles = ['a', 'b', 'c', 'd'].map((id) => tile(id))
  it('move to a place counted without themselves', () => {
    expect(ids(moved(tiles, 'a', 2))).toBe('bcad')
    expect(ids(moved(tiles, 'd', 0))).toBe('dabc')
    expect(ids(moved(tiles, 'b', 99))).toBe('acdb')
    expect(ids(moved(tiles, 'x', 0))).toBe('abcd')
  })
  it('grow and shrink by the steps of the grid and stop at its ends', () => {
    expect([
      stepped(widths, 4, 1),
      stepped(widths, 4, -1),
      stepped(widths, 12, 1),
      stepped(widths, 3, -1),
      stepped(widths, 5, 1),
    ]).toEqual([6, 3, 12, 3, 6])
  })
  it('stand under the dashboard’s period, comparison and filter', () => {
    const under = specUnder(frame as never, tile('a', { kind: 'view', spec: spec as never }))
    expect(under).toMatchObject({
      period: { preset: 'last_30' },
      against: { kind: 'year' },
      where: ['unit:porto', 'channel:chat'],
      top: 5,
    })
    expect(specUnder(frame as never, tile('a'))).toBeUndefined()
  })
  it('stay compared with the rest, unless the dashboard compares with nothing', () => {
    const rest = tile('a', { kind: 'view', spec: { ...spec, against: { kind: 'rest' } } as never })
    expect(specUnder(frame as never, rest)?.against).toEqual({ kind: 'rest' })
    expect(specUnder({ ...frame, against: { kind: 'none' } } as never, rest)?.against).toEqual({ kind: 'none' })
  })
})

const content = (more: Partial<Content> = {}): Content =>
  ({
    name: 'A',
    period: {},
    against: {},
    tiles: [tile('a', { kind: 'view', view: 'vew_1', spec: spec as never })],
    ...more,
  }) as Content

describe('a dashboard', () => {
  it('is sent without the definitions of the views it follows', () => {
    expect(bodyOf(content()).tiles[0]).not.toHaveProperty('spec')
    expect(bodyOf(content({ tiles: [tile('a', { kind: 'view', spec: spec as never })] })).tiles[0]?.spec).toEqual(spec)
  })
  it('says where two versions differ', () => {
    expect(differences(content(), content())).toEqual([])
    expect(differences(content(), content({ name: 'B', tiles: [] }))).toEqual(['name', 'tiles'])
  })
  it('from a template has only tiles that can be asked for', () => {
    for (const template of templates) {
      const made = templateTiles(template, ['nps', 'csat'], ['touch_point'], { note: 'x' })
      expect(made.every((t) => t.kind === 'note' || (t.spec?.metrics.length ?? 0) > 0)).toBe(true)
      expect(made.flatMap((t) => t.spec?.by ?? []).every((by) => ['touch_point', 'time'].includes(by))).toBe(true)
      expect(templateTiles(template, [], [], { note: 'x' })).toEqual([])
    }
  })
})
