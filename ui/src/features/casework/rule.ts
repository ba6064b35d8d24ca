/** A rule while it is written: what each condition can be about, how it compares, and what is still missing. */
import type { Rule, RuleInput } from './rule-queries'

export type Op = RuleInput['conditions'][number]['op']
export type DraftCondition = { id: number; field: string; op: Op; value: string }
export type Draft = {
  name: string
  on: boolean
  match: 'all' | 'any'
  conditions: DraftCondition[]
  due_hours: string
  severity: RuleInput['severity']
  fallback_owner: string | null
  purpose: 'case' | 'compliment'
  per_customer: boolean
  day_cap: string
}

/** How a field can be compared, the likeliest first; as the server has it. */
export function opsFor(field: string): readonly Op[] {
  if (field.startsWith('metric.')) return ['<=', '>=', 'is']
  if (field.startsWith('attributes.')) return ['is', 'is_not', 'contains', 'any_of', 'none_of']
  if (field === 'sentiment') return ['<=', 'is', 'is_not', '>=']
  if (field === 'comment') return ['contains', 'any_of', 'none_of']
  return ['is', 'is_not', 'any_of', 'none_of']
}

/** Whether a comparison takes several values, with commas between. */
export const takesSeveral = (op: Op): boolean => op === 'any_of' || op === 'none_of'
export const valuesOf = (value: string): string[] =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)

/** A condition about something else: what was entered before makes no sense there. */
export const about = (condition: DraftCondition, field: string): DraftCondition =>
  field === condition.field ? condition : { ...condition, field, op: opsFor(field)[0] as Op, value: '' }

export const emptyDraft = (owner: string | null): Draft => ({
  name: '',
  on: true,
  match: 'all',
  conditions: [{ id: 1, field: '', op: 'is', value: '' }],
  due_hours: '24',
  severity: 'medium',
  fallback_owner: owner,
  purpose: 'case',
  per_customer: false,
  day_cap: '',
})

export const draftOf = (rule: RuleInput): Draft => ({
  name: rule.name,
  on: rule.on,
  match: rule.match,
  conditions: rule.conditions.map((c, at) => ({ id: at + 1, field: c.field, op: c.op, value: String(c.value) })),
  due_hours: String(rule.due_hours),
  severity: rule.severity,
  fallback_owner: rule.fallback_owner,
  purpose: rule.purpose ?? 'case',
  per_customer: rule.per_customer ?? false,
  day_cap: rule.day_cap ? String(rule.day_cap) : '',
})

/** What is sent. A score goes as a number where it is one; the server says what is wrong with the rest. */
export function inputOf(draft: Draft): RuleInput {
  return {
    name: draft.name.trim(),
    on: draft.on,
    match: draft.match,
    conditions: draft.conditions.map(({ field, op, value }) => ({
      field,
      op,
      value: field.startsWith('metric.') && isNumber(value) ? Number(value) : value.trim(),
    })),
    due_hours: Number(draft.due_hours),
    severity: draft.severity,
    fallback_owner: draft.fallback_owner ?? '',
    ...(draft.purpose === 'compliment' ? { purpose: draft.purpose } : {}),
    ...(draft.per_customer ? { per_customer: true } : {}),
    ...(Number(draft.day_cap) > 0 ? { day_cap: Number(draft.day_cap) } : {}),
  }
}

/** The rule as it stands, switched: everything else goes along, since an edit replaces the whole. */
export const switched = (rule: Rule, on: boolean): RuleInput => ({
  name: rule.name,
  on,
  match: rule.match,
  conditions: rule.conditions,
  due_hours: rule.due_hours,
  severity: rule.severity,
  fallback_owner: rule.fallback_owner,
  purpose: rule.purpose,
  per_customer: rule.per_customer,
  day_cap: rule.day_cap,
})

/** What a rule that would open very many cases says of itself, if that is why it was refused. */
export function floodOf(problem: { code: string; args: Record<string, unknown> } | null | undefined) {
  if (problem?.code !== 'rule_would_flood') return undefined
  const number = (key: string) => Number(problem.args[key] ?? 0)
  return { cases: number('would_open'), days: number('days'), perDay: number('per_day'), agree: number('agree') }
}
export type Flood = NonNullable<ReturnType<typeof floodOf>>

/** Whether two versions of a rule differ at most in being on or off. */
export const saysTheSame = (a: Rule, b: Rule): boolean =>
  JSON.stringify(switched(a, true)) === JSON.stringify(switched(b, true))

export const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text))

/** Whether every condition says something, so that the rule can be tried. */
export const triable = (draft: Draft): boolean =>
  draft.conditions.length > 0 &&
  draft.fallback_owner !== null &&
  draft.conditions.every(
    (c) => c.field !== '' && c.value.trim() !== '' && (!c.field.startsWith('metric.') || isNumber(c.value)),
  )

/** A condition whose score lies outside its metric's scale; nothing could match it. */
export const offScale = (
  draft: Draft,
  metric: (field: string) => { min: number; max: number } | undefined,
): DraftCondition | undefined =>
  draft.conditions.find((c) => {
    const scale = metric(c.field)
    return scale && isNumber(c.value) && (Number(c.value) < scale.min || Number(c.value) > scale.max)
  })

export type Faults = Record<number, { field?: string; op?: string; value?: string }>

/** What the server says of single conditions, by their place: `body.conditions[1].value`. */
export function faultsOf(errors: readonly { location: string; message: string }[]): Faults {
  const found: Faults = {}
  for (const { location, message } of errors) {
    const part = /conditions\[(\d+)\](?:\.(field|op|value))?/.exec(location)
    if (part) found[Number(part[1])] = { ...found[Number(part[1])], [part[2] ?? 'value']: message }
  }
  return found
}
