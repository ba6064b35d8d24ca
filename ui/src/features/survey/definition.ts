/** What a survey asks, and the ways to change it. Everything is found by a question's key, which never changes. */
import type { Body } from '../../api/client'

export type Content = Body<'/surveys', 'post'>
export type Definition = NonNullable<Content['definition']>
export type Question = NonNullable<Definition['questions']>[number]
export type Option = NonNullable<Question['options']>[number]
export type Kind = Question['kind']

export const kinds: readonly Kind[] = [
  'nps',
  'csat',
  'ces',
  'choice',
  'multiple',
  'short_text',
  'long_text',
  'number',
  'date',
  'statement',
]

export const questionsOf = (definition: Definition): Question[] => definition.questions ?? []
export const chooses = (question: Question): boolean => question.kind === 'choice' || question.kind === 'multiple'
const scales: Partial<Record<Kind, [number, number]>> = { nps: [0, 10], csat: [1, 5], ces: [1, 7] }
/** The scale on which a question is answered; undefined where its answer isn't one of few scores. */
export const scaleOf = (question: Question): [number, number] | undefined => scales[question.kind]
export const isScored = (question: Question): boolean =>
  scaleOf(question) !== undefined || (question.kind === 'number' && !!question.metric)
/** The metric that an answer scores. */
export const metricOf = (question: Question): string => question.metric || question.kind
export const attributeOf = (question: Question): string => question.attribute || question.key

/** Words that a new question begins with, given by the screen in its language. */
export type Starters = { nps: string; csat: string; ces: string; choice: string; multiple: string; longText: string }

const random = () => Math.random().toString(36).slice(2, 6).padEnd(4, '0')

/**
 * A key that no question has or had: answers to earlier versions are kept under theirs, and this draft doesn't know
 * them. So it ends in something that nobody chose.
 */
export function freeKey(definition: Definition, kind: Kind, ending: () => string = random): string {
  const taken = questionsOf(definition).map((q) => q.key)
  let key = ''
  do key = `${kind.replace(/^(long|short)_/, '')}-${ending()}`
  while (taken.includes(key))
  return key
}

/** A key made of words, at most 40 characters, cut between words: what a choice is kept and filtered under. */
export function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return plain.length <= 40
    ? plain
    : plain
        .slice(0, 41)
        .replace(/_[^_]*$/, '')
        .slice(0, 40)
}

const unused = (key: string, taken: readonly string[]): string => {
  if (!taken.includes(key)) return key
  let n = 2
  while (taken.includes(`${key}_${n}`)) n++
  return `${key}_${n}`
}

export function newQuestion(definition: Definition, kind: Kind, words: Starters): Question {
  const key = freeKey(definition, kind)
  const free = { key, kind, text: '' }
  switch (kind) {
    case 'nps':
      return { ...free, text: words.nps, required: true }
    case 'csat':
      return { ...free, text: words.csat, required: true }
    case 'ces':
      return { ...free, text: words.ces, required: true }
    case 'choice':
    case 'multiple':
      return {
        ...free,
        text: words[kind],
        options: [newOption(), newOption(), newOption()],
      }
    case 'long_text':
      return { ...free, text: words.longText }
    default:
      return free
  }
}

export const withQuestions = (definition: Definition, questions: Question[]): Definition => ({
  ...definition,
  questions,
})

export const insert = (definition: Definition, at: number, question: Question): Definition =>
  withQuestions(definition, [...questionsOf(definition).slice(0, at), question, ...questionsOf(definition).slice(at)])

export const remove = (definition: Definition, key: string): Definition =>
  withQuestions(
    definition,
    questionsOf(definition).filter((q) => q.key !== key),
  )

/** Moves a question by `steps` places, no further than the ends. */
export function move(definition: Definition, key: string, steps: number): Definition {
  const questions = questionsOf(definition)
  const from = questions.findIndex((q) => q.key === key)
  const question = questions[from]
  const to = Math.min(Math.max(from + steps, 0), questions.length - 1)
  if (!question || to === from) return definition
  return insert(remove(definition, key), to, question)
}

/** Puts a question where another stands: before it when it moves up, behind it when it moves down. */
export function moveTo(definition: Definition, key: string, at: number): Definition {
  const from = questionsOf(definition).findIndex((q) => q.key === key)
  return from < 0 ? definition : move(definition, key, at - from)
}

/** What is undefined leaves the question, so that a definition says only what was decided. */
export function change(definition: Definition, key: string, patch: Partial<Question>): Definition {
  return withQuestions(
    definition,
    questionsOf(definition).map((q) => {
      if (q.key !== key) return q
      const next = { ...q, ...patch }
      for (const name of Object.keys(next) as (keyof Question)[]) if (next[name] === undefined) delete next[name]
      return next
    }),
  )
}

/** A copy right behind the question; a metric can be scored once, so the copy's is open. */
export function duplicate(definition: Definition, key: string): { definition: Definition; key: string } {
  const at = questionsOf(definition).findIndex((q) => q.key === key)
  const question = questionsOf(definition)[at]
  if (!question) return { definition, key }
  const copy: Question = { ...structuredClone(question), key: freeKey(definition, question.kind) }
  delete copy.attribute
  return { definition: insert(definition, at + 1, copy), key: copy.key }
}

const unsettled = 'new-'
export const newOption = (): Option => ({ key: `${unsettled}${random()}`, text: '' })

/**
 * Gives what is new its key, made of its first words: the key is what signals carry and what filters show, and it
 * stays when the words are mended later.
 */
export function settle(definition: Definition, key: string): Definition {
  const question = questionsOf(definition).find((q) => q.key === key)
  if (!question || !chooses(question)) return definition
  const options: Option[] = []
  for (const option of question.options ?? []) {
    const wanted = slug(option.text)
    const taken = [...options, ...(question.options ?? [])].map((o) => o.key)
    options.push(option.key.startsWith(unsettled) && wanted ? { ...option, key: unused(wanted, taken) } : option)
  }
  const others = questionsOf(definition).filter((q) => chooses(q) && q.key !== key)
  const words = slug(question.text)
  const attribute = question.attribute ?? (words ? unused(words, others.map(attributeOf)) : undefined)
  const same = attribute === question.attribute && options.every((o, at) => o.key === question.options?.[at]?.key)
  return same ? definition : change(definition, key, { options, attribute })
}

export type Difference = {
  what: 'name' | 'intro' | 'thanks' | 'touch_point' | 'order' | 'question' | 'look' | 'languages'
  n?: number
  mine: string
  theirs: string
}

/** Where two drafts differ, question by question; what only one has stands against nothing. */
export function differences(mine: Content, theirs: Content): Difference[] {
  const found: Difference[] = []
  const compare = (what: Difference['what'], a = '', b = '', n?: number) => {
    if (a !== b) found.push({ what, n, mine: a, theirs: b })
  }
  const [ours, other] = [mine.definition, theirs.definition]
  compare('name', mine.name, theirs.name)
  compare('intro', ours?.intro, other?.intro)
  compare('thanks', ours?.thanks, other?.thanks)
  compare('touch_point', ours?.touch_point, other?.touch_point)
  const text = (value: unknown) => (value ? JSON.stringify(value) : '')
  if (text(ours?.theme) !== text(other?.theme)) found.push({ what: 'look', mine: '', theirs: '' })
  if (text(ours?.translations) !== text(other?.translations)) found.push({ what: 'languages', mine: '', theirs: '' })
  const [a, b] = [questionsOf(ours ?? { questions: [] }), questionsOf(other ?? { questions: [] })]
  for (const key of new Set([...a, ...b].map((q) => q.key))) {
    const at = a.findIndex((q) => q.key === key)
    const [one, two] = [a[at], b.find((q) => q.key === key)]
    const n = (at >= 0 ? at : b.findIndex((q) => q.key === key)) + 1
    if (JSON.stringify(sorted(one)) === JSON.stringify(sorted(two))) continue
    found.push({ what: 'question', n, mine: said(one), theirs: said(two) })
  }
  const order = (list: Question[], among: Question[]) =>
    list.filter((q) => among.some((o) => o.key === q.key)).map((q) => q.key)
  if (order(a, b).join() !== order(b, a).join()) found.push({ what: 'order', mine: '', theirs: '' })
  return found
}

const said = (q: Question | undefined) =>
  q ? [q.text, q.help, ...(q.options ?? []).map((o) => o.text)].filter(Boolean).join(' · ') || q.kind : ''
const sorted = (q: Question | undefined) =>
  q &&
  Object.fromEntries(
    Object.entries(q)
      .filter(([, v]) => v !== undefined && v !== '' && v !== false)
      .sort(),
  )
