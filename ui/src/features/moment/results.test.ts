import { expect, test } from 'vitest'
import { readResults } from './results'

test('an id and a number a line, however they are parted', () => {
  expect(readResults('E-1; 4\n\nE 2\t5\n "x",3 ').list).toEqual([
    { employee: 'E-1', score: 4 },
    { employee: 'E 2', score: 5 },
    { employee: '"x"', score: 3 },
  ])
})

test('a line that is neither is named', () => {
  expect(readResults('E-1; 4\nE-2').wrong).toBe(2)
})
