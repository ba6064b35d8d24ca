/** Reads pasted results: an external id and a number a line, parted by a semicolon, a comma, a tab or space. */
export function readResults(text: string): { list: { employee: string; score: number }[]; wrong?: number } {
  const list: { employee: string; score: number }[] = []
  const lines = text.split('\n')
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue
    const found = /^\s*(.+?)\s*[;,\t ]\s*(\d{1,3})\s*$/.exec(line)
    if (!found?.[1]) return { list: [], wrong: at + 1 }
    list.push({ employee: found[1].replace(/[;,]$/, '').trim(), score: Number(found[2]) })
  }
  return { list }
}
