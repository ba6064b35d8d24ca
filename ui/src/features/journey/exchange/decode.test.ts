import { expect, it } from 'vitest'
import { decode } from './decode'

const bytes = (...of: number[]) => new Uint8Array(of).buffer

it('reads UTF-8, UTF-16 and what Windows writes', () => {
  expect(decode(new TextEncoder().encode('Café').buffer as ArrayBuffer)).toBe('Café')
  expect(decode(bytes(0xff, 0xfe, 0x43, 0, 0xe9, 0))).toBe('Cé')
  expect(decode(bytes(0xfe, 0xff, 0, 0x43, 0, 0xe9))).toBe('Cé')
  expect(decode(bytes(0x43, 0xe9))).toBe('Cé')
})
