import { expect, test } from 'vitest'
import { fieldsIn, keepDraft, keptDraft, read } from './letter'

test('fields that are still in a text are named once each', () => {
  expect(fieldsIn('Dear {{customer.name}}, {{ unit }} and {{customer.name}} {unit}')).toEqual(['customer.name', 'unit'])
  expect(fieldsIn('nothing {{ here\n}}')).toEqual([])
})

test('a file becomes base64 whatever its bytes are', async () => {
  const file = await read(new File([new Uint8Array([0, 255, 137, 80])], 'a.png', { type: 'image/png' }))
  expect(file).toEqual({ name: 'a.png', type: 'image/png', data: 'AP+JUA==', size: 4 })
})

test('a draft is kept for its case until it is empty', () => {
  keepDraft('cas_1', { to: '', subject: 'About', text: 'x' })
  expect(keptDraft('cas_1').subject).toBe('About')
  expect(keptDraft('cas_2')).toEqual({ to: '', subject: '', text: '' })
  keepDraft('cas_1', { to: '', subject: '', text: '' })
  expect(keptDraft('cas_1').text).toBe('')
})
