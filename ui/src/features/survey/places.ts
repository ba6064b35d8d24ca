/** From a place that the server names to the field on the screen. */
import type { FieldProblem } from '../../api/problem'
import { type Definition, questionsOf } from './definition'

export type Gap = { id: string; message: string }

export const fieldId = (key: string, field: string): string => `q-${key}-${field}`
export const aboutId = (field: string): string => `survey-${field}`

/** `definition.questions[2].options[0].text` → the id of question 3's options. Keys, since questions move. */
export function gapsOf(definition: Definition, errors: readonly FieldProblem[]): Gap[] {
  return errors.map(({ location, message }) => ({ id: place(definition, location), message }))
}

function place(definition: Definition, location: string): string {
  const path = location.replace(/^body\.?/, '').replace(/^definition\.?/, '')
  const translated = /^translations\.([^.]+)\.(.*)$/.exec(path)
  if (translated) return aboutId(`translation-${translated[1]}-${translated[2]?.replace(/^questions\./, 'q.')}`)
  const found = /^questions\[(\d+)\](?:\.(\w+))?(?:\[(\d+)\])?/.exec(path)
  const question = found && questionsOf(definition)[Number(found[1])]
  if (!question) return path.startsWith('questions') ? aboutId('add') : aboutId(path.replace(/[.[].*$/, '') || 'name')
  const field = found[2] ?? 'text'
  if (field === 'options') {
    const option = question.options?.[Number(found[3] ?? -1)]
    return fieldId(question.key, option ? `option-${option.key}` : 'add-option')
  }
  return fieldId(question.key, field === 'key' || field === 'kind' ? 'text' : field)
}

/** Brings a field into view and focus, opening what it is folded into. */
export function goTo(id: string): void {
  const field = document.getElementById(id)
  for (let up = field?.parentElement; up; up = up.parentElement) {
    if (up instanceof HTMLDetailsElement) up.open = true
  }
  field?.scrollIntoView({ block: 'center' })
  field?.focus({ preventScroll: true })
}
