import { describe, expect, it } from 'vitest'
import { openAtFirst, type RollupUnit, shownUnits } from './tree'

const unit = (key: string, parent: string | undefined, depth: number, children: number) =>
  ({ key, parent, depth, children }) as RollupUnit
const units = [
  unit('top', undefined, 0, 2),
  unit('porto', 'top', 1, 2),
  unit('porto-1', 'porto', 2, 0),
  unit('porto-2', 'porto', 2, 0),
  unit('utrecht', 'top', 1, 0),
]
const shown = (...open: string[]) => shownUnits(units, new Set(open)).map((u) => u.key)

describe('the tree of units', () => {
  it('shows a unit only while everything above it is open', () => {
    expect(shown()).toEqual(['top'])
    expect(shown('top')).toEqual(['top', 'porto', 'utrecht'])
    expect(shown('porto')).toEqual(['top'])
    expect(shown('top', 'porto')).toEqual(['top', 'porto', 'porto-1', 'porto-2', 'utrecht'])
  })
  it('is open to the second level where it is small', () => {
    expect([...openAtFirst(units)]).toEqual(['top', 'porto'])
  })
})
