import { describe, expect, it } from 'vitest'
import { slug, toCsv } from './csv'

describe('a table as CSV', () => {
  it('keeps formulas from being run and numbers as they are', () => {
    expect(toCsv([['=1+1', '@x', '+4', '-5.8', -3, '-cmd', '12.0', null]])).toBe(
      "\ufeff'=1+1,'@x,'+4,-5.8,-3,'-cmd,12.0,\r\n",
    )
  })
  it('quotes commas, quotes and line ends', () => {
    expect(toCsv([['a,b', 'say "no"', 'two\nlines']])).toBe('\ufeff"a,b","say ""no""","two\nlines"\r\n')
  })
  it('quotes a formula that holds a comma after disarming it', () => {
    expect(toCsv([['=SUM(A1,A2)']])).toBe('\ufeff"\'=SUM(A1,A2)"\r\n')
  })
  it('names a file in plain letters', () => {
    expect(slug('Staff', 'by', 'Lounge type')).toBe('staff-by-lounge-type')
    expect(slug('Zufriedenheit Köln')).toBe('zufriedenheit-koln')
    expect(slug('満足度')).toBe('table')
  })
})
