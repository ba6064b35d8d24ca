import { expect, test } from 'vitest'
import { base64, fieldsIn, keepDraft, keptDraft } from './letter'

test('fields that are still in a text are named once each', () => {
  expect(fieldsIn('Dear {{customer.name}}, {{ unit }} and {{customer.name}} {unit}')).toEqual(['customer.name', 'unit'])
  expect(fieldsIn('nothing {{ here\n}}')).toEqual([])
})

test('bytes of any value and number become base64', () => {
  expect(base64(new Uint8Array([0, 255, 137, 80]))).toBe('AP+JUA==')
  expect(base64(new Uint8Array(100_000)).length).toBe(133_336)
})

test('a draft is kept for its case until it is empty', () => {
  keepDraft('cas_1', { to: '', subject: 'About', text: 'x' })
  expect(keptDraft('cas_1').subject).toBe('About')
  expect(keptDraft('cas_2')).toEqual({ to: '', subject: '', text: '' })
  keepDraft('cas_1', { to: '', subject: '', text: '' })
  expect(keptDraft('cas_1').text).toBe('')
})
