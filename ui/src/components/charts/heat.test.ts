import { describe, expect, it } from 'vitest'
import type { FigureRow, Metric } from '../../core/metrics'
import { heatGrid, heatStep } from './heat'

const staff = { min: 1, max: 5, direction: 'up', scoring: { version: 1, method: 'top_box', from: 4 } } as Metric
const row = (a: string, b: string, n: number) =>
  ({ by: { a, b }, label: { a: a.toUpperCase() }, n }) as unknown as FigureRow

describe('the steps of a heat map', () => {
  it('are symmetric about the middle', () => {
    expect([47.1, 47, 44, 40, 35].map((v) => heatStep(v, 50, staff))).toEqual([0, -1, -2, -3, -4])
    expect([52.9, 53, 56, 60, 65].map((v) => heatStep(v, 50, staff))).toEqual([0, 1, 2, 3, 4])
  })
  it('measure a mean on its own scale', () => {
    expect(heatStep(3.4, 3, { ...staff, scoring: { version: 1, method: 'mean' } } as Metric)).toBe(3)
  })
  it('turn round where lower is better', () => {
    expect(heatStep(40, 50, { ...staff, direction: 'down' })).toBe(3)
  })
})

describe('the grid', () => {
  it('keeps the rows with most answers and finds each cell', () => {
    const grid = heatGrid([row('x', '1', 5), row('y', '1', 50), row('y', '2', 50), row('z', '2', 60)], ['a', 'b'], 2)
    expect(grid.rows.map((r) => r.label)).toEqual(['Y', 'Z'])
    expect(grid.columns.map((c) => c.key)).toEqual(['1', '2'])
    expect(grid.cell('y', '2')?.n).toBe(50)
    expect(grid.cell('z', '1')).toBeUndefined()
  })
})
