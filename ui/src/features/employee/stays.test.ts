import { describe, expect, it } from 'vitest'
import { clash, moved, on } from './stays'

describe('where somebody belongs', () => {
  it('moves on from a day, and ends what went on', () => {
    const now = [
      { unit: 'b', from: '2025-03-01' },
      { unit: 'a', to: '2025-03-01' },
    ]
    expect(moved(now, 'c', '2026-01-01')).toEqual([
      { unit: 'c', from: '2026-01-01' },
      { unit: 'b', from: '2025-03-01', to: '2026-01-01' },
      { unit: 'a', to: '2025-03-01' },
    ])
  })
  it('replaces what would have begun later', () => {
    expect(
      moved(
        [
          { unit: 'b', from: '2026-06-01' },
          { unit: 'a', to: '2026-06-01' },
        ],
        'c',
        '2026-01-01',
      ),
    ).toEqual([
      { unit: 'c', from: '2026-01-01' },
      { unit: 'a', to: '2026-01-01' },
    ])
  })
  it('knows the stay of a day, the end being the first day elsewhere', () => {
    const stays = [
      { unit: 'b', from: '2025-03-01' },
      { unit: 'a', to: '2025-03-01' },
    ]
    expect(on(stays, '2025-02-28')?.unit).toBe('a')
    expect(on(stays, '2025-03-01')?.unit).toBe('b')
  })
  it('sees two places at once', () => {
    expect(
      clash([
        { unit: 'a', to: '2025-03-01' },
        { unit: 'b', from: '2025-03-01' },
      ]),
    ).toBeUndefined()
    expect(clash([{ unit: 'a' }, { unit: 'b', from: '2025-03-01' }])).toBeDefined()
  })
})
