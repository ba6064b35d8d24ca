import { describe, expect, it } from 'vitest'
import type { Spec, Told } from '../../core/views'
import { signalsOf } from './leads'

const spec = { metrics: ['nps'], where: ['channel:chat'], shape: 'heat', period: {}, against: {} } as Spec
const told = (by: string[], period = { from: '2026-01-15', to: '2026-03-10' }) =>
  ({ by, period, figures: [] }) as unknown as Told

describe('what is behind a figure', () => {
  it('is its row’s and its column’s', () => {
    const to = signalsOf(spec, told(['touch_point', 'attributes.product']), 'nps', {
      by: { touch_point: 'call', 'attributes.product': '' },
    })
    expect(to).toBe(
      '/signals?where=channel:chat&where=touch_point:call&where=attributes.product:&from=2026-01-15&to=2026-03-10&metric=nps&score=answered',
    )
  })
  it('lies in the part of a month that the period holds', () => {
    const of = (month: string) =>
      signalsOf(spec, told(['unit.site', 'month']), 'nps', { by: { 'unit.site': 'porto', month } })
    expect(of('2026-01')).toContain('where=unit.site:porto&from=2026-01-15&to=2026-02-01')
    expect(of('2026-02')).toContain('from=2026-02-01&to=2026-03-01')
    expect(of('2026-03')).toContain('from=2026-03-01&to=2026-03-10')
  })
  it('of one unit leaves out the units below it, as its figure does', () => {
    expect(signalsOf(spec, told(['unit']), 'nps', { by: { unit: 'porto' } })).toContain('where=unit.own:porto')
  })
  it('is all time where the period is', () => {
    expect(signalsOf(spec, told([], {} as never), 'nps', { by: {} })).toContain('from=all')
  })
})
