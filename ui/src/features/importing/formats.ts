/** Ways of writing a date, in Go's notation as mappings hold them, with what a file would show. */

export const dateFormats = [
  '2006-01-02',
  '2006-01-02 15:04',
  '2006-01-02 15:04:05',
  '2006-01-02T15:04:05',
  '2006-01-02T15:04:05Z07:00',
  '2006/01/02',
  '02/01/2006',
  '01/02/2006',
  '02/01/2006 15:04',
  '01/02/2006 15:04',
  '02.01.2006',
  '02.01.2006 15:04',
  '02-01-2006',
  '01-02-2006',
  '2 January 2006',
  'January 2, 2006',
  '2 Jan 2006',
  'Jan 2, 2006',
  '20060102',
] as const

/** A Go layout with letters instead of its numbers: 02/01/2006 15:04 → DD/MM/YYYY hh:mm. Order matters: longest first. */
const letters: readonly [string, string][] = [
  ['January', 'MMMM'],
  ['Monday', 'dddd'],
  ['2006', 'YYYY'],
  ['Jan', 'MMM'],
  ['Mon', 'ddd'],
  ['Z07:00', '±hh:mm'],
  ['-07:00', '±hh:mm'],
  ['-0700', '±hhmm'],
  ['15', 'hh'],
  ['04', 'mm'],
  ['05', 'ss'],
  ['03', 'hh'],
  ['PM', 'am/pm'],
  ['02', 'DD'],
  ['01', 'MM'],
  ['06', 'YY'],
  ['2', 'D'],
  ['1', 'M'],
  ['3', 'h'],
]

export function spelled(layout: string): string {
  let out = ''
  let rest = layout
  while (rest) {
    const known = letters.find(([go]) => rest.startsWith(go))
    out += known ? known[1] : rest[0]
    rest = rest.slice(known ? known[0].length : 1)
  }
  return out
}

/** The other reading of the same digits, 02/01 for 01/02; empty where nothing could be mistaken. */
export function swapped(layout: string): string {
  const found = /^(02|2)([/-])(01|1)\2|^(01|1)([/-])(02|2)\5/.exec(layout)
  if (!found) return ''
  const [start] = found
  const sep = found[2] ?? found[5] ?? ''
  const [first = '', second = ''] = start.split(sep)
  return `${second}${sep}${first}${sep}${layout.slice(start.length)}`
}

const patterns: Record<string, string> = {
  YYYY: '\\d{4}',
  MMMM: '(?:\\p{L}{4,}|May)',
  MMM: '\\p{L}{3,4}',
  MM: '(?:0[1-9]|1[0-2])',
  DD: '(?:0[1-9]|[12]\\d|3[01])',
  D: '[1-9]\\d?',
  M: '[1-9]\\d?',
  hh: '[0-2]\\d',
  mm: '[0-5]\\d',
  ss: '[0-5]\\d',
  '±hh:mm': '(?:Z|[+-]\\d\\d:\\d\\d)',
}

/** The first offered format that most samples are written in; empty where none fits. For columns that hold other things too. */
export function guessFormat(samples: readonly string[]): string {
  const fits = (format: string) => {
    const pattern = spelled(format)
      .replace(/[.]/g, '\\.')
      .replace(/±hh:mm|YYYY|MMMM|MMM|MM|DD|hh|mm|ss|D(?!D)|M(?!M)/g, (part) => patterns[part] ?? part)
    return samples.filter((sample) => new RegExp(`^${pattern}$`, 'u').test(sample.trim())).length
  }
  const best = dateFormats.reduce((a, b) => (fits(b) > fits(a) ? b : a))
  return fits(best) * 2 > samples.length ? best : ''
}
