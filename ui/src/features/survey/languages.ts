/** A survey's words in other languages, kept beside it by the question's key. */
import { chooses, type Definition, questionsOf } from './definition'

export type Translation = NonNullable<Definition['translations']>[string]
type Words = NonNullable<Translation['questions']>[string]

export const languagesOf = (definition: Definition): string[] => Object.keys(definition.translations ?? {}).sort()

/** The languages most asked for, as tags; any other can be typed. */
export const common = (
  'ar bg bn bs ca cs da de el en es et fa fi fr ga he hi hr hu id it ja ko lt lv ms nb nl pl pt pt-BR ro ru sk sl sq sr sv ' +
  'sw ta th tr uk ur vi zh-Hans zh-Hant'
).split(' ')

/** A language's name in the language of the screen, beside its own. */
export function languageName(tag: string, screen = 'en'): string {
  try {
    const name = new Intl.DisplayNames([screen], { type: 'language' }).of(tag) ?? tag
    const own = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
    return name.toLowerCase() === own.toLowerCase() ? name : `${name} · ${own}`
  } catch {
    return tag
  }
}

export const isTag = (tag: string): boolean => /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag)

/** Written from the right. */
export const fromRight = (tag: string): boolean => /^(ar|dv|fa|he|ps|ur|yi)\b/i.test(tag)

/** One text of the survey: what it says in its own language, and where its translation is kept. */
export type Line = { id: string; label: { question?: number; what: string; n?: number }; own: string; most: number }

/** Every text that can be translated, in the order in which respondents read them. */
export function linesOf(definition: Definition): Line[] {
  const lines: Line[] = []
  const line = (id: string, what: string, own: string | undefined, most: number, question?: number, n?: number) => {
    if (own?.trim()) lines.push({ id, label: { question, what, n }, own, most })
  }
  line('intro', 'intro', definition.intro, 2000)
  questionsOf(definition).forEach((q, at) => {
    line(`q.${q.key}.text`, 'text', q.text, 500, at + 1)
    line(`q.${q.key}.help`, 'help', q.help, 500, at + 1)
    line(`q.${q.key}.low`, 'low', q.low, 40, at + 1)
    line(`q.${q.key}.high`, 'high', q.high, 40, at + 1)
    if (chooses(q))
      q.options?.forEach((o, n) => {
        line(`q.${q.key}.options.${o.key}`, 'option', o.text, 500, at + 1, n + 1)
      })
  })
  line('thanks', 'thanks', definition.thanks, 2000)
  line('thanks_link', 'thanks_link', definition.thanks_link?.text, 40)
  return lines
}

export function said(translation: Translation | undefined, id: string): string {
  const [head, key, field, option] = id.split('.')
  if (head !== 'q') return translation?.[head as 'intro' | 'thanks' | 'thanks_link'] ?? ''
  const words = translation?.questions?.[key ?? '']
  if (field === 'options') return words?.options?.[option ?? ''] ?? ''
  return words?.[field as 'text' | 'help' | 'low' | 'high'] ?? ''
}

const without = <T extends object>(record: T, name: keyof T, value: unknown): T => {
  const next = { ...record, [name]: value }
  if (value === undefined || value === '') delete next[name]
  return next
}

/** Says one text in a language; nothing takes it away. */
export function say(definition: Definition, tag: string, id: string, text: string): Definition {
  const now = definition.translations?.[tag] ?? {}
  const [head = '', key = '', field = '', option = ''] = id.split('.')
  let next: Translation
  if (head !== 'q') {
    next = without(now, head as 'intro', text)
  } else {
    const words: Words = now.questions?.[key] ?? {}
    const changed =
      field === 'options'
        ? { ...words, options: without({ ...words.options }, option, text) }
        : without(words, field as 'text', text)
    next = { ...now, questions: { ...now.questions, [key]: changed } }
  }
  return { ...definition, translations: { ...definition.translations, [tag]: next } }
}

export const addLanguage = (definition: Definition, tag: string): Definition =>
  definition.translations?.[tag]
    ? definition
    : { ...definition, translations: { ...definition.translations, [tag]: {} } }

export function removeLanguage(definition: Definition, tag: string): Definition {
  const rest = { ...definition.translations }
  delete rest[tag]
  const next = { ...definition, translations: rest }
  if (Object.keys(rest).length === 0) delete (next as Partial<Definition>).translations
  return next
}

/** How many of the texts that must be there are: questions and options. */
export function progress(definition: Definition, tag: string): { done: number; of: number } {
  const needed = linesOf(definition).filter((l) => l.label.what === 'text' || l.label.what === 'option')
  const done = needed.filter((l) => said(definition.translations?.[tag], l.id).trim()).length
  return { done, of: needed.length }
}
