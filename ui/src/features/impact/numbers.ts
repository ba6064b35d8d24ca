/** Reads what a person types as a number: 1 200, 1’200, 12,5 and 12.5; null where it isn't one. */
export function readNumber(text: string): number | null {
  const bare = text
    .trim()
    .replace(/[\s\u00a0\u202f’']/g, '')
    .replace('−', '-')
    .replace('%', '')
  if (!/^-?[\d.,]+$/.test(bare)) return null
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','))
  const mark = last < 0 ? '' : bare[last]
  const again = mark !== '' && bare.indexOf(mark as string) !== last
  const other = mark === '.' ? ',' : '.'
  // A mark that comes twice, or one before three digits while no other stands, groups thousands.
  const grouped =
    again ||
    (last >= 0 && bare.length - last === 4 && !bare.includes(other) && Math.abs(last) <= 3 && !/^-?0/.test(bare))
  const plain =
    last < 0
      ? bare
      : grouped
        ? bare.replace(/[.,]/g, '')
        : `${bare.slice(0, last).replace(/[.,]/g, '')}.${bare.slice(last + 1)}`
  const value = Number(plain)
  return plain === '' || Number.isNaN(value) ? null : value
}

/** A number as it stands in a field: three significant digits. */
export const shown = (value: number): string => String(Number(value.toPrecision(3)))
