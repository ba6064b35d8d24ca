/** When a question is asked: conditions on the answers to earlier ones. */
import { chooses, type Definition, type Question, questionsOf, scaleOf } from './definition'

export type Show = NonNullable<Question['show']>
export type Condition = NonNullable<Show['conditions']>[number]
export type Op = Condition['op']

/** The comparisons that make sense for a question's answer, the most common first. */
export function opsOf(question: Question): Op[] {
  if (chooses(question)) return ['is', 'is_not', 'answered', 'not_answered']
  if (scaleOf(question)) return ['at_most', 'at_least', 'is', 'is_not', 'answered', 'not_answered']
  if (question.kind === 'number' || question.kind === 'date') return ['at_least', 'at_most', 'answered', 'not_answered']
  return question.kind === 'statement' ? [] : ['answered', 'not_answered']
}

/** Earlier questions whose answers can be asked about. */
export const sourcesOf = (definition: Definition, key: string): Question[] => {
  const all = questionsOf(definition)
  return all
    .slice(
      0,
      all.findIndex((q) => q.key === key),
    )
    .filter((q) => opsOf(q).length > 0)
}

/** What a condition can be compared with, where that is one of few. */
export function valuesOf(question: Question): { value: string; label: string }[] {
  if (chooses(question)) return (question.options ?? []).map((o) => ({ value: o.key, label: o.text || o.key }))
  const scale = scaleOf(question)
  if (!scale) return []
  return Array.from({ length: scale[1] - scale[0] + 1 }, (_, at) => {
    const value = String(scale[0] + at)
    return { value, label: value }
  })
}

/** A condition to begin with: it holds for the unhappy, or for whoever chose the first option. */
export function firstCondition(question: Question): Condition {
  const op = opsOf(question)[0] ?? 'answered'
  const scale = scaleOf(question)
  const start = scale ? String(Math.round((scale[0] + scale[1]) / 2)) : valuesOf(question)[0]?.value
  const day = question.kind === 'date' ? new Date().toISOString().slice(0, 10) : '0'
  return { question: question.key, op, values: op === 'answered' ? undefined : [start ?? day] }
}

/** The condition under another comparison, its values kept where they still fit. */
export function withOp(condition: Condition, op: Op): Condition {
  if (op === 'answered' || op === 'not_answered') return { question: condition.question, op }
  const values = condition.values ?? []
  const single = op === 'at_least' || op === 'at_most'
  return { ...condition, op, values: single ? values.slice(0, 1) : values }
}

/** Questions whose conditions name what no longer stands before them; moving or removing made them impossible. */
export function broken(definition: Definition): Question[] {
  return questionsOf(definition).filter((q) => {
    const before = sourcesOf(definition, q.key)
    return (q.show?.conditions ?? []).some((c) => {
      const source = before.find((s) => s.key === c.question)
      if (!source || !opsOf(source).includes(c.op)) return true
      const known = valuesOf(source)
      return known.length > 0 && (c.values ?? []).some((v) => !known.some((k) => k.value === v))
    })
  })
}
