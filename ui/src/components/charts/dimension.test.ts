import { describe, expect, it } from 'vitest'
import type { Dimension } from '../../core/dimensions'
import { breakdowns, firstDimension } from './dimension'

const dim = (key: string, kind: Dimension['kind'], values: number) => ({ key, name: key, kind, values }) as Dimension
const lounge = [
  dim('touch_point', 'entity', 1),
  dim('unit', 'entity', 0),
  dim('kind', 'closed', 8),
  dim('import', 'entity', 1),
  dim('month', 'time', 0),
  dim('attributes.airline', 'attribute', 97),
  dim('attributes.lounge_type', 'attribute', 4),
]

describe('the first breakdown', () => {
  it('is the touch point where there are several', () => {
    expect(firstDimension([dim('touch_point', 'entity', 3), ...lounge.slice(1)])?.key).toBe('touch_point')
  })
  it('is the attribute with the fewest values where everything is one touch point', () => {
    expect(firstDimension(lounge)?.key).toBe('attributes.lounge_type')
  })
  it('is not a channel that one signal named, where attributes say more', () => {
    expect(firstDimension([dim('channel', 'entity', 2), ...lounge])?.key).toBe('attributes.lounge_type')
  })
  it('is nothing where nothing has a value', () => {
    expect(firstDimension([dim('touch_point', 'entity', 0)])).toBeUndefined()
  })
  it('is never a time, nor something without values', () => {
    expect(breakdowns(lounge).map((d) => d.key)).toEqual([
      'touch_point',
      'attributes.airline',
      'attributes.lounge_type',
      'kind',
      'import',
    ])
  })
})
