/** Names in a note: "@Ana Berg" puts the case before Ana. */

export type Named = { id: string; name: string }

/** What is being typed after an "@" right before the caret; null where no name is being typed. */
export function typing(text: string, caret: number): { from: number; word: string } | null {
  const before = text.slice(0, caret)
  const from = before.lastIndexOf('@')
  if (from < 0 || (from > 0 && !/[\s(]/.test(before[from - 1] ?? ''))) return null
  const word = before.slice(from + 1)
  return word.length > 40 || /[\n@]/.test(word) || /\s\S*\s\S*\s/.test(word) ? null : { from, word }
}

/** Who fits what is typed, by the beginning of any of their names first. */
export function fitting(people: readonly Named[], word: string): Named[] {
  const wanted = word.trim().toLocaleLowerCase()
  const begins = (one: Named) =>
    one.name.toLocaleLowerCase().startsWith(wanted) ||
    one.name
      .toLocaleLowerCase()
      .split(/\s+/)
      .some((part) => part.startsWith(wanted))
  return people.filter(begins).slice(0, 8)
}

/** Whom the words name, the longest names first so that "@Ana Berg" isn't also "@Ana". */
export function mentioned(people: readonly Named[], text: string): string[] {
  let left = text
  const ids: string[] = []
  for (const one of [...people].sort((a, b) => b.name.length - a.name.length)) {
    const name = `@${one.name}`
    if (!left.includes(name)) continue
    ids.push(one.id)
    left = left.split(name).join('')
  }
  return ids
}
