import { expect, it } from 'vitest'
import { changedKeys } from './useFresh'

const seen = (asked: string, figures: Record<string, string>) => ({ asked, figures: new Map(Object.entries(figures)) })

it('a figure that changed under the same question is fresh, others are not', () => {
  expect([...changedKeys(seen('q', { nps: '1', csat: '2' }), seen('q', { nps: '3', csat: '2' }))]).toEqual(['nps'])
})
it('a figure that joins others is fresh', () => {
  expect([...changedKeys(seen('q', { csat: '2' }), seen('q', { csat: '2', nps: '1' }))]).toEqual(['nps'])
})
it('figures that come one after another at the beginning are no news', () => {
  expect(changedKeys(seen('', { csat: '2' }), seen('', { csat: '2', nps: '1' })).size).toBe(0)
})
it('nothing is fresh on the first answer or after another question', () => {
  expect(changedKeys(seen('q', {}), seen('q', { nps: '1' })).size).toBe(0)
  expect(changedKeys(seen('q', { nps: '1' }), seen('p', { nps: '2' })).size).toBe(0)
})
