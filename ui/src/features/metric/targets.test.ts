import { expect, test } from 'vitest'
import { cellKey, cellsOf, inherited, merged, pasted, periodsFor, periodsOf } from './targets'

const year = { from: '2026-01-01', to: '2027-01-01' }
const items = [
  { unit: '', from: '2026-01-01', to: '2027-01-01', value: 60 },
  { unit: 'north', from: '2026-01-01', to: '2027-01-01', value: 55.5 },
  { unit: 'north', from: '2027-01-01', value: 70 },
]

test('a year has twelve months, four quarters and itself', () => {
  expect(periodsFor('month', 2026)).toHaveLength(12)
  expect(periodsFor('month', 2026).at(-1)).toEqual({ from: '2026-12-01', to: '2027-01-01' })
  expect(periodsFor('quarter', 2026)[1]).toEqual({ from: '2026-04-01', to: '2026-07-01' })
  expect(periodsFor('year', 2026)).toEqual([year])
  expect(periodsFor('open', 2026)).toEqual([{ from: '2026-01-01', to: '' }])
})

test('periods come in order, each once', () => {
  expect(periodsOf(items)).toEqual([year, { from: '2027-01-01', to: '' }])
})

test('edits go over what is there, and an emptied cell takes its target away', () => {
  const edits = { [cellKey('north', year)]: ' ', [cellKey('south', year)]: '58' }
  expect(merged(items, edits)).toEqual([items[0], items[2], { unit: 'south', from: year.from, to: year.to, value: 58 }])
})

test('a unit has the target of the nearest one above', () => {
  const units = [
    { id: 'top', key: 'all' },
    { id: 'n', key: 'north', parent: 'top' },
    { id: 't', key: 'team', parent: 'n' },
  ]
  const cells = cellsOf(items)
  expect(inherited(units[2] as never, units, year, cells)).toBe('55.5')
  expect(inherited(units[1] as never, units, year, cells)).toBe('60')
})

test('a block from a spreadsheet is read with its commas and per cents', () => {
  expect(pasted('60 %\t61,5\r\n62\t\r\n')).toEqual([
    ['60', '61.5'],
    ['62', ''],
  ])
})
