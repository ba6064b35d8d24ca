import { expect, it } from 'vitest'
import { grouped } from './grouped'
import type { BrandPromise } from './queries'

const promise = (id: string, state: BrandPromise['state'], more: Partial<BrandPromise> = {}): BrandPromise => ({
  id,
  state,
  text: id,
  tenets: [],
  gaps: [],
  version: 1,
  created_by: 'x',
  created_at: '2026-01-01T00:00:00Z',
  ...more,
})

it('stands one in force before drafts before what is left of one, whatever the case of a segment', () => {
  const groups = grouped([
    promise('old', 'retired', { in_force_at: '2025-01-01T00:00:00Z' }),
    promise('older', 'retired', { in_force_at: '2024-01-01T00:00:00Z' }),
    promise('draft', 'draft', { segment: 'Investors' }),
    promise('vip', 'in_force', { segment: 'VIP' }),
    promise('next', 'draft', { segment: 'vip ' }),
  ])
  expect(groups.map((g) => [g.segment, g.now?.id, g.drafts.map((d) => d.id), g.past.map((p) => p.id)])).toEqual([
    ['VIP', 'vip', ['next'], []],
    ['Investors', undefined, ['draft'], []],
    ['', undefined, [], ['old', 'older']],
  ])
})
