import { expect, it } from 'vitest'
import type { Mapping } from './mapping'
import { fits, sameMapping } from './mapping-file'

const saved: Mapping = {
  at: { column: 'date', format: '2006-01-02' },
  kind: 'review',
  comment: ['words'],
  customer: { email: 'mail' },
  measures: { staff: { column: 'staff', scale: [1, 5], scoring: 'mean', out_of_scale: 'reject' } },
  attributes: { site: 'where' },
}
const columns = (...names: string[]) => names.map((name) => ({ name }))

it('a mapping fits a file that has every column it names, whatever else the file has', () => {
  expect(fits(saved, columns('more', 'where', 'staff', 'mail', 'words', 'date'))).toBe(true)
  for (const missing of ['where', 'staff', 'mail', 'words', 'date']) {
    const rest = ['where', 'staff', 'mail', 'words', 'date'].filter((c) => c !== missing)
    expect(fits(saved, columns(...rest))).toBe(false)
  }
})

it('a mapping is the saved one however its keys are ordered and its defaults written', () => {
  const same: Mapping = {
    measures: { staff: { scoring: 'mean', scale: [1, 5], column: 'staff' } },
    attributes: { site: 'where' },
    customer: { email: 'mail' },
    comment: ['words'],
    kind: 'review',
    at: { format: '2006-01-02', column: 'date' },
  }
  expect(sameMapping(saved, same)).toBe(true)
  expect(sameMapping(saved, { ...same, measures: {} })).toBe(false)
  expect(sameMapping(saved, { ...same, kind: 'survey' })).toBe(false)
  expect(sameMapping({ ...saved, attributes: {} }, { ...same, attributes: undefined })).toBe(true)
})
