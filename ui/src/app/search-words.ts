/** Whether every word of a query is found, accents and case aside. */
export function matches(query: string, text: string): boolean {
  const words = fold(query).split(/\s+/).filter(Boolean)
  const folded = fold(text)
  return words.every((word) => folded.includes(word))
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()
