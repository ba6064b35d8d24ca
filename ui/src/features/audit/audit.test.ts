import { expect, test } from 'vitest'
import { detail, readable } from './AuditPage'

test('a verb reads as words', () => {
  expect(readable('touch_point.create')).toBe('Touch point: create')
  expect(readable('case.close')).toBe('Case: close')
})

test('details are one line, empty ones left out', () => {
  expect(detail({ name: 'Acme', unit: '', ids: [1, 2], units: [] })).toBe('name Acme · ids 1, 2')
  expect(detail(null)).toBe('')
})
