import { expect, it } from 'vitest'
import { safeNext } from './next'

it('goes back to a page of ours and nowhere else', () => {
  expect(safeNext('/signals?where=unit:porto')).toBe('/signals?where=unit:porto')
  for (const bad of [
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/sign-in?next=/x',
    '/setup',
  ]) {
    expect(safeNext(bad)).toBe('/')
  }
})
