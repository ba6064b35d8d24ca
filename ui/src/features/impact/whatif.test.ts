import { describe, expect, it } from 'vitest'
import { changed, parseWhat, writeWhat } from './whatif'

describe('thoughts in the address', () => {
  it('come back as they were written', () => {
    const list = [
      { input: 'value' as const, area: undefined, times: 0.5 },
      { input: 'failure' as const, area: 'imp_06', times: 1.25 },
    ]
    expect(parseWhat(writeWhat(list))).toEqual(list)
  })
  it('leave out what is none', () => expect(parseWhat(['value', 'value*-1', 'value*99', '<b>*2'])).toEqual([]))
  it('replace one another, and go where they change nothing', () => {
    const half = changed([], { input: 'value', times: 0.5 })
    expect(changed(half, { input: 'value', times: 0.7 })).toEqual([{ input: 'value', times: 0.7 }])
    expect(changed(half, { input: 'value', times: 1 })).toEqual([])
    expect(changed(half, { input: 'value', area: 'imp_1', times: 2 })).toHaveLength(2)
  })
})
