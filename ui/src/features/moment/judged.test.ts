import { expect, test } from 'vitest'
import { passage, sent, startOf } from './judged'

const text = 'They call when\nthey say  they will. Nobody did, it’s a shame.'

test('a selection is widened to whole words, and lines are joined', () => {
  expect(passage(text, 2, 18)).toBe('They call when they')
  expect(passage(text, 18, 2)).toBe('They call when they')
  expect(passage(text, 4, 10)).toBe('call')
  expect(passage(text, text.indexOf('it') + 1, text.indexOf('it') + 3)).toBe('it’s')
})

test('nothing selected, or space alone, is nothing', () => {
  expect(passage(text, 5, 5)).toBe('')
  expect(passage(text, 4, 5)).toBe('')
  expect(passage(text, 14, 15)).toBe('')
})

test('a stop that was selected stays', () => {
  expect(passage('They did. Yes.', 0, 9)).toBe('They did.')
})

test('with a metric its scale counts, without one the own', () => {
  expect(sent({ ...startOf(), metric: 'csat', threshold: 80 })).toEqual({
    quality: 'care',
    threshold: 80,
    metric: 'csat',
  })
  expect(sent({ ...startOf(), threshold: 80 })).toEqual({ quality: 'care', threshold: 80, scale: 'share' })
  expect(sent({ ...startOf(), scale: 'mean', threshold: 4 })).toEqual({
    quality: 'care',
    threshold: 4,
    scale: 'mean',
    low: 1,
    high: 5,
  })
})
