import { expect, it } from 'vitest'
import { linkToken } from './link'

it('reads the secret behind the #', () => {
  expect(linkToken('#abc123')).toBe('abc123')
  expect(linkToken('')).toBe('')
})
