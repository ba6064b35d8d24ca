import { describe, expect, it } from 'vitest'
import { address, parseSearch } from './search'

describe('search parameters', () => {
  it('stay readable and come back the same', () => {
    const search = {
      where: ['unit:porto,lisbon', 'attributes.kind:First\\, gold & more'],
      from: '2026-10-01',
      empty: '',
    }
    const text = address('/x', search)
    expect(text).toBe('/x?where=unit:porto,lisbon&where=attributes.kind:First%5C,+gold+%26+more&from=2026-10-01')
    expect(parseSearch(text.slice(2))).toEqual({ where: search.where, from: '2026-10-01' })
  })
  it('reads one where as a list', () => {
    expect(parseSearch('?where=unit:porto')).toEqual({ where: ['unit:porto'] })
  })
})
