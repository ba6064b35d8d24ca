import { describe, expect, it } from 'vitest'
import { fitting, mentioned, typing } from './mention'

const people = [
  { id: '1', name: 'Ana' },
  { id: '2', name: 'Ana Berg' },
  { id: '3', name: 'Sam Ortiz' },
]

describe('mentions', () => {
  it('sees a name being typed, and no address', () => {
    expect(typing('Ask @An', 7)).toEqual({ from: 4, word: 'An' })
    expect(typing('@', 1)).toEqual({ from: 0, word: '' })
    expect(typing('mail ana@example.org', 20)).toBeNull()
    expect(typing('@Ana\nnext', 9)).toBeNull()
    expect(typing('no name', 7)).toBeNull()
  })
  it('finds people by the beginning of any of their names', () => {
    expect(fitting(people, 'ana').map((p) => p.id)).toEqual(['1', '2'])
    expect(fitting(people, 'ort').map((p) => p.id)).toEqual(['3'])
    expect(fitting(people, 'nobody')).toEqual([])
  })
  it('names the longest name and no other', () => {
    expect(mentioned(people, 'Dear @Ana Berg, look')).toEqual(['2'])
    expect(mentioned(people, '@Ana and @Sam Ortiz')).toEqual(['3', '1'])
    expect(mentioned(people, 'ana@example.org')).toEqual([])
  })
})
