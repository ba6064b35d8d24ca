/**
 * The respondent's page asks and hides questions while it is answered. Inside the preview's sandbox its script can't
 * run, so the same rules are followed here, on the same marks (`data-q`, `data-if`).
 */
type Rule = [question: string, op: string, values: string[] | null]

const number = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.parseFloat(text.replace(',', '.'))

function given(parts: readonly HTMLElement[], key: string): string[] {
  const part = parts.find((p) => p.dataset.q === key)
  if (!part || part.hidden) return []
  const fields = [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input,textarea')]
  return fields
    .filter((f) => !['radio', 'checkbox'].includes(f.type) || ('checked' in f && f.checked))
    .map((f) => f.value)
    .filter((v) => v.trim() !== '')
}

function holds(parts: readonly HTMLElement[], [key, op, values]: Rule): boolean {
  const answers = given(parts, key)
  const [first] = answers
  if (first === undefined) return op === 'not_answered'
  const limit = values?.[0] ?? ''
  const among = answers.some((v) => values?.includes(v))
  switch (op) {
    case 'answered':
      return true
    case 'is':
      return among
    case 'is_not':
      return !among
    case 'at_least':
      return number(first) >= number(limit)
    case 'at_most':
      return number(first) <= number(limit)
    default:
      return false
  }
}

/** Shows what the answers so far lead to, and hides the rest. */
export function ask(page: ParentNode): void {
  const parts = [...page.querySelectorAll<HTMLElement>('[data-q]')]
  for (const part of parts) {
    if (!part.dataset.if) continue
    const [match, rules] = JSON.parse(part.dataset.if) as [string, Rule[]]
    const test = (rule: Rule) => holds(parts, rule)
    part.hidden = !(match === 'any' ? rules.some(test) : rules.every(test))
  }
}
