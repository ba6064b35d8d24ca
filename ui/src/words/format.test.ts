import { describe, expect, it } from 'vitest'
import { createFormat } from './format'

const f = createFormat('en', 'Europe/Lisbon')
const nb = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u2009', ' ')

describe('format', () => {
  it('writes a typographic minus and never minus nothing', () => {
    expect(f.number(-5.81, 1)).toBe('−5.8')
    expect(f.number(-0.04, 1)).toBe('0.0')
    expect(f.count(14206)).toBe('14,206')
  })
  it('shows percentages and points with one decimal, means with two', () => {
    expect(nb(f.withUnit(49.8879, '%'))).toBe('49.9 %')
    expect(f.withUnit(23.71, 'points')).toBe('23.7')
    expect(f.withUnit(3.214416, '')).toBe('3.21')
    expect(nb(f.interval(47.82, 51.96, '%'))).toBe('47.8 to 52.0 %')
  })
  it('says a period without its exclusive end', () => {
    expect(nb(f.period('2026-10-01', '2026-11-01'))).toBe('1–31 Oct 2026')
    expect(nb(f.period('2025-10-01', '2026-11-01'))).toBe('Oct 2025 – Oct 2026')
    expect(f.period('2014-01-01', '2015-01-01')).toBe('2014')
    expect(f.period('2010-01-01', '2015-01-01')).toBe('2010–2014')
    expect(f.period('2026-10-05', '2026-10-06')).toBe('5 Oct 2026')
  })
  it('names the buckets of every grain', () => {
    expect(f.bucket('2014-03')).toBe('Mar 2014')
    expect(f.bucket('2014-Q3')).toBe('Q3 2014')
    expect(f.bucket('2014-W12', true)).toBe('W12')
    expect(f.bucket('2014-03-09')).toBe('9 Mar 2014')
    expect(f.bucket('2014')).toBe('2014')
  })
  it('takes the day from the organisation’s zone, not from the browser’s', () => {
    expect(createFormat('en', 'Asia/Tokyo').isoDay('2026-10-01T16:00:00Z')).toBe('2026-10-02')
    expect(createFormat('en', 'America/New_York').isoDay('2026-10-01T02:00:00Z')).toBe('2026-09-30')
  })
  it('says a duration in two units at most', () => {
    expect(nb(f.duration(6_120_000))).toBe('1 h 42 min')
    expect(nb(f.duration(97_200_000))).toBe('1 d 3 h')
    expect(nb(f.duration(-30_000))).toBe('0 min')
  })
})

it('says amounts of minor units in short, whatever their currency’s digits', () => {
  expect([f.short(41_234_500, 'EUR'), f.short(412_345, 'JPY')]).toEqual(['€412k', 'JP¥412k'])
})
