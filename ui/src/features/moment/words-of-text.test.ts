import { expect, test } from 'vitest'
import { type Selection, step } from './words-of-text'

const text = 'They call when  they say.'
const nothing: Selection = { start: 0, end: 0, back: false }
const press = (keys: string[], from = nothing) =>
  keys.reduce((now, key) => step(text, now, key.replace('+', ''), key.startsWith('+')) ?? now, from)
const said = (s: Selection) => text.slice(s.start, s.end)

test('an arrow chooses a word, the next one, the one before', () => {
  expect(said(press(['ArrowRight']))).toBe('They')
  expect(said(press(['ArrowRight', 'ArrowRight']))).toBe('call')
  expect(said(press(['ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowLeft']))).toBe('They')
  expect(said(press(['End']))).toBe('say.')
})

test('with Shift it takes one more and one less, on either side', () => {
  const two = press(['ArrowRight', 'ArrowRight', '+ArrowRight'])
  expect(said(two)).toBe('call when')
  expect(said(press(['+ArrowLeft'], two))).toBe('call')
  expect(said(press(['+ArrowLeft', '+ArrowLeft'], two))).toBe('They call')
  expect(said(press(['+End'], two))).toBe('call when  they say.')
  expect(said(press(['+Home'], two))).toBe('They call')
})

test('other keys, and texts without words, choose nothing', () => {
  expect(step(text, nothing, 'a', false)).toBeUndefined()
  expect(step('  ', nothing, 'ArrowRight', false)).toBeUndefined()
})
