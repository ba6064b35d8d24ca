import { describe, expect, it } from 'vitest'
import type { FigureRow, Metric } from '../../core/metrics'
import { createFormat } from '../../words/format'
import { figuresCsv, plainValue } from './export'

const staff = { key: 'staff', name: 'Staff', unit: '%' } as Metric
const row = {
  by: {},
  value: 49.8879,
  low: 47.82,
  high: 51.96,
  n: 2231,
  too_few: false,
  left_out: { not_answered: 4, not_rated: 29, out_of_scale: 0 },
} as unknown as FigureRow

describe('figures as CSV', () => {
  it('have the digits of the screen', () => {
    const format = createFormat('en', 'UTC')
    for (const value of [49.85, 49.8879, -5.85, 0.04, -0.04, 3.214416, 100]) {
      for (const unit of ['%', 'points', 'score']) {
        expect(plainValue(value, unit)).toBe(format.value(value, unit).replace('−', '-'))
      }
    }
  })
  it('give n and interval with every value, and what was asked', () => {
    const text = figuresCsv('Lounge type', [{ name: 'First Class', metric: staff, row, receipt: 'r1' }], {
      from: '2014-01-01',
      to: '2015-01-01',
    })
    expect(text.split('\r\n')[1]).toBe(
      'First Class,staff,49.9,47.8,52.0,2231,%,4,29,0,,,,,,,,,2014-01-01,2015-01-01,,,,,r1',
    )
  })
  it('give only n where too few answered', () => {
    const few = { ...row, n: 12, too_few: true }
    expect(figuresCsv('x', [{ name: 'A', metric: staff, row: few, receipt: '' }], {}).split('\r\n')[1]).toContain(
      'A,staff,,,,12,%',
    )
  })
  it('disarm a name that a spreadsheet would run', () => {
    expect(figuresCsv('x', [{ name: '=HYPERLINK("x")', metric: staff, row, receipt: 'r1' }], {})).toContain(
      `"'=HYPERLINK(""x"")"`,
    )
  })
  it('give no change where the scale broke, and say from when', () => {
    const change = { value: -0.3, low: -0.4, high: -0.1, verdict: 'lower', judgement: 'worse' }
    const told = {
      name: 'Overall',
      metric: staff,
      row: { ...row, change } as FigureRow,
      receipt: 'r2',
      brokenAt: '2015-06-09',
    }
    expect(figuresCsv('x', [told], {}).split('\r\n')[1]).toBe(
      'Overall,staff,49.9,47.8,52.0,2231,%,4,29,0,,,,,,,,,,,,,,2015-06-09,r2',
    )
  })
})
