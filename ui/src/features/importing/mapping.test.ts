import { expect, it } from 'vitest'
import { faultsOf } from './faults'
import { guessFormat, spelled, swapped } from './formats'
import {
  beside,
  type FileColumn,
  keyOf,
  type Mapping,
  type Measure,
  measureOf,
  rolesOf,
  withKey,
  withMeasure,
  without,
  withRole,
  withValue,
  withZero,
} from './mapping'
import { isUnreadable, readMapping, writeMapping } from './mapping-file'

const reviews: Mapping = {
  at: { column: 'date', format: '2006-01-02' },
  kind: 'review',
  touch_point: { value: 'lounge' },
  unit: { column: 'site' },
  customer: { external_id: 'no', email: 'mail' },
  key: { column: 'id' },
  comment: ['content', 'why'],
  measures: {
    staff: { column: 'staff_rating', scale: [1, 5], not_rated: [0], scoring: 'top_2_box' },
    overall: { column: 'overall_rating', scale: [1, 5], out_of_scale: 'drop', scoring: 'mean' },
  },
  attributes: { airline: 'airline_name' },
}
const names = ['date', 'site', 'no', 'mail', 'id', 'content', 'why', 'staff_rating', 'overall_rating', 'airline_name']
const column = (name: string, more: Partial<FileColumn> = {}): FileColumn => ({
  name,
  kind: 'text',
  samples: [],
  filled: 10,
  distinct: 5,
  ...more,
})

it('every column’s role is read from the mapping', () => {
  const roles = Object.fromEntries(names.map((name) => [name, rolesOf(reviews, name).map((r) => r.is)]))
  expect(roles).toEqual({
    date: ['time'],
    site: ['unit'],
    no: ['customer_id'],
    mail: ['customer_email'],
    id: ['key'],
    content: ['comment'],
    why: ['comment'],
    staff_rating: ['measure'],
    overall_rating: ['measure'],
    airline_name: ['attribute'],
  })
  expect(rolesOf(reviews, 'title')).toEqual([])
})

it('a column that is used twice shows both uses, and choosing one drops the other', () => {
  const twice: Mapping = { ...reviews, attributes: { ...reviews.attributes, branch: 'site' } }
  expect(rolesOf(twice, 'site').map((r) => r.is)).toEqual(['unit', 'attribute'])
  expect(rolesOf(withRole(twice, column('site'), 'attribute'), 'site')).toEqual([{ is: 'attribute', key: 'site' }])
})

it('a mapping written as a file and read again is the same', () => {
  expect(readMapping(writeMapping(reviews), names)).toEqual(reviews)
})

it('taking a role away and giving it back leads to the same mapping', () => {
  for (const [name, role] of [
    ['site', 'unit'],
    ['mail', 'customer_email'],
    ['id', 'key'],
  ] as const) {
    const back = withRole(withRole(reviews, column(name), 'ignore'), column(name), role)
    expect(JSON.parse(writeMapping(back))).toEqual(reviews)
  }
})

it('a role that one column can have leaves the column that had it', () => {
  const moved = withRole(reviews, column('visited', { kind: 'date', format: '02/01/2006' }), 'time')
  expect(moved.at).toEqual({ column: 'visited', format: '02/01/2006' })
  expect(rolesOf(moved, 'date')).toEqual([])
  const unit = withRole(reviews, column('team'), 'unit')
  expect(unit.unit).toEqual({ column: 'team' })
  expect(rolesOf(unit, 'site')).toEqual([])
})

it('a value for the whole file and a column exclude each other', () => {
  expect(withRole(reviews, column('place'), 'touch_point').touch_point).toEqual({ column: 'place' })
  expect(withValue(reviews, 'unit', 'porto').unit).toEqual({ value: 'porto' })
  expect(withValue(reviews, 'touch_point', '').touch_point).toBeUndefined()
})

it('ignoring the last customer column leaves no half customer behind', () => {
  expect(without(without(reviews, 'no'), 'mail').customer).toBeUndefined()
})

it('a new measure gets a key of its own and a scale that its numbers suggest', () => {
  const more = withRole(reviews, column('Staff', { kind: 'number', min: 0, max: 5 }), 'measure')
  expect(more.measures?.staff_2).toEqual({ column: 'Staff', scale: [1, 5], scoring: 'top_2_box', not_rated: [0] })
  expect(measureOf(column('nps', { kind: 'number', min: 0, max: 10 })).scale).toEqual([0, 10])
  expect(measureOf(column('again', { kind: 'yes_no' })).scoring).toBe('rate')
})

it('renaming a key keeps its place and never swallows another', () => {
  expect(Object.keys(withKey(reviews, 'measures', 'staff', 'crew').measures ?? {})).toEqual(['crew', 'overall'])
  expect(withKey(reviews, 'measures', 'staff', 'overall')).toBe(reviews)
})

it('what is set back to nothing leaves the file', () => {
  const none = withMeasure(reviews, 'overall', { out_of_scale: undefined })
  expect(none.measures?.overall).toEqual({ column: 'overall_rating', scale: [1, 5], scoring: 'mean' })
  const staff = reviews.measures?.staff
  expect(staff && withZero(staff, false)).toBeUndefined()
})

it('values above the scale are noticed, zeros that mean not rated aren’t', () => {
  const { staff, overall } = reviews.measures as { [key in 'staff' | 'overall']: Measure }
  expect(beside(overall, column('overall_rating', { min: 1, max: 10 }))).toEqual({ above: true, below: false })
  expect(beside(staff, column('staff_rating', { min: 0, max: 5 }))).toBeNull()
  expect(beside(overall, column('overall_rating', { min: 0, max: 5 }))).toEqual({ above: false, below: true })
})

it('a mapping for another file is refused with the columns that are missing', () => {
  const read = readMapping(writeMapping(reviews), ['date', 'content'])
  expect(isUnreadable(read) && read.why).toBe('columns')
  expect(isUnreadable(read) && read.columns).toContain('staff_rating')
  expect(readMapping('{"at":', names)).toEqual({ why: 'not_json' })
  expect(readMapping('{"kind":"review"}', names)).toEqual({ why: 'not_a_mapping' })
})

it('what the server refuses is told at the column it belongs to', () => {
  const faults = faultsOf(reviews, [
    { location: 'body.mapping.measures.staff.scale', message: 'a' },
    { location: 'body.mapping.at.format', message: 'b' },
    { location: 'body.mapping.touch_point.value', message: 'c' },
    { location: 'body.mapping.comment[1]', message: 'd' },
    { location: 'body.mapping.measures.overall', message: 'e' },
  ])
  expect(faults.map((f) => [f.column, f.field])).toEqual([
    ['staff_rating', 'measure.staff.scale'],
    ['date', 'format'],
    ['', 'touch_point'],
    ['why', 'comment'],
    ['overall_rating', 'measure.overall.key'],
  ])
})

it('date formats read as people write them, and the other reading is offered', () => {
  expect(spelled('02/01/2006 15:04')).toBe('DD/MM/YYYY hh:mm')
  expect(spelled('Jan 2, 2006')).toBe('MMM D, YYYY')
  expect(swapped('02/01/2006')).toBe('01/02/2006')
  expect(swapped('1/2/2006 15:04')).toBe('2/1/2006 15:04')
  expect(swapped('2006-01-02')).toBe('')
})

it('a column that is mostly dates is read as they are written', () => {
  expect(guessFormat(['03/04/2026', '31/12/2026', 'kaputt'])).toBe('02/01/2006')
  expect(guessFormat(['04/13/2026', '12/31/2026'])).toBe('01/02/2006')
  expect(guessFormat(['2026-05-01T10:00:00Z'])).toBe('2006-01-02T15:04:05Z07:00')
  expect(guessFormat(['3 Mar 2026', '12 Apr 2026'])).toBe('2 Jan 2006')
  expect(guessFormat(['fine', 'x'])).toBe('')
})

it('keys are made of any language’s words', () => {
  expect(keyOf('Überall: Wertung')).toBe('uberall_wertung')
})
