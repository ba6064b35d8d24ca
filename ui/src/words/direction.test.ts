import { afterEach, expect, it } from 'vitest'
import { chooseDirection, chosenDirection, directionOf, within } from './direction'
import { createFormat } from './format'

afterEach(() => localStorage.clear())

it('is that of the language, whatever its region', () => {
  expect(['ar', 'ar-EG', 'he', 'fa-IR', 'ur'].map(directionOf)).toEqual(Array(5).fill('rtl'))
  expect(['en', 'de-CH', 'hr', 'arn', 'es'].map(directionOf)).toEqual(Array(5).fill('ltr'))
})

it('is kept where somebody chose one, and forgotten again', () => {
  chooseDirection('rtl')
  expect(chosenDirection()).toBe('rtl')
  chooseDirection(undefined)
  expect(chosenDirection()).toBeUndefined()
})

it('ignores anything else that is kept under its key', () => {
  localStorage.setItem('touchstone-direction', 'sideways')
  expect(chosenDirection()).toBeUndefined()
})

it('keeps the order of messages and numbers that read the other way than the page', () => {
  expect(within('once, mean 3', 'ltr')).toBe('\u2066once, mean 3\u2069')
  expect(createFormat('en', 'UTC', 'rtl').number(-23)).toBe('\u2068−23\u2069')
  expect(createFormat('en', 'UTC').number(-23)).toBe('−23')
})
