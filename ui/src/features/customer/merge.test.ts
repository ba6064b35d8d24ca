import { describe, expect, it } from 'vitest'
import { firstSides, kept } from './merge'
import type { Known } from './queries'

const one = (part: Partial<Known>): Known =>
  ({
    id: 'cus_1',
    version: 1,
    segments: [],
    attributes: {},
    preferences: { do_not_contact: false, channels: ['email', 'phone'] },
    ...part,
  }) as Known

describe('what a merge keeps', () => {
  it('is the survivor’s, and the other’s where there is nothing', () => {
    const [mine, theirs] = [one({ name: 'Ada' }), one({ name: 'A.', phone: '044', attributes: { tariff: 'L' } })]
    const sides = firstSides(mine, theirs)
    expect(sides).toMatchObject({ name: 'mine', phone: 'theirs', 'attributes.tariff': 'theirs' })
    expect(kept(mine, theirs, sides, [])).toEqual({ phone: '044', attributes: { tariff: 'L' } })
  })
  it('sends nothing where nothing differs', () => {
    const mine = one({ name: 'Ada', segments: ['vip'] })
    expect(kept(mine, mine, { name: 'theirs' }, ['vip'])).toEqual({})
  })
  it('holds to every wish not to be contacted', () => {
    const theirs = one({ preferences: { do_not_contact: true, channels: ['phone'] } } as Partial<Known>)
    expect(kept(one({}), theirs, {}, ['vip'])).toEqual({ do_not_contact: true, channels: ['phone'], segments: ['vip'] })
  })
})
