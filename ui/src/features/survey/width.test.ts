import { describe, expect, it } from 'vitest'
import { History } from '../../core/history'
import { ask } from './asking'
import { type Definition, moveTo, newQuestion, questionsOf } from './definition'
import { addLanguage, linesOf, progress, removeLanguage, said, say } from './languages'
import { gapsOf } from './places'
import { broken, firstCondition, opsOf, sourcesOf, withOp } from './show'

const words = { nps: 'a', csat: 'b', ces: 'e', choice: 'c', multiple: 'm', longText: 'd' }
const survey: Definition = {
  language: 'en',
  thanks: 'Bye',
  questions: [
    { key: 'easy', kind: 'ces', text: 'Easy?', low: 'Hard' },
    { key: 'what', kind: 'multiple', text: 'What?', options: [{ key: 'price', text: 'Price' }] },
    { key: 'say', kind: 'statement', text: 'Nearly there' },
    {
      key: 'days',
      kind: 'number',
      text: 'Days?',
      show: { match: 'all', conditions: [{ question: 'what', op: 'is', values: ['price'] }] },
    },
  ],
}

const nth = (at: number) => questionsOf(survey)[at] ?? newQuestion(survey, 'nps', words)

describe('conditions', () => {
  it('ask about earlier questions that can be answered', () => {
    expect(sourcesOf(survey, 'days').map((q) => q.key)).toEqual(['easy', 'what'])
    expect(sourcesOf(survey, 'easy')).toEqual([])
  })
  it('begin with something that can hold', () => {
    expect(firstCondition(nth(0))).toEqual({ question: 'easy', op: 'at_most', values: ['4'] })
    expect(firstCondition(nth(1))).toEqual({ question: 'what', op: 'is', values: ['price'] })
    expect(opsOf(nth(2))).toEqual([])
  })
  it('keep what still fits under another comparison', () => {
    const three = { question: 'easy', op: 'is' as const, values: ['1', '2'] }
    expect(withOp(three, 'at_least').values).toEqual(['1'])
    expect(withOp(three, 'answered')).toEqual({ question: 'easy', op: 'answered' })
  })
  it('are found out when what they name has moved behind them', () => {
    expect(broken(survey)).toEqual([])
    expect(broken(moveTo(survey, 'days', 0)).map((q) => q.key)).toEqual(['days'])
  })
})

describe('languages', () => {
  it('list every text once, in reading order', () => {
    expect(linesOf(survey).map((l) => l.id)).toEqual([
      'q.easy.text',
      'q.easy.low',
      'q.what.text',
      'q.what.options.price',
      'q.say.text',
      'q.days.text',
      'thanks',
    ])
  })
  it('keep what was said, and forget what was taken back', () => {
    let now = addLanguage(survey, 'de')
    for (const [id, text] of [
      ['q.what.options.price', 'Preis'],
      ['q.easy.text', 'Leicht?'],
      ['thanks', 'Tschüss'],
    ] as const)
      now = say(now, 'de', id, text)
    const de = now.translations?.de
    expect([said(de, 'q.what.options.price'), said(de, 'q.easy.text'), said(de, 'thanks')]).toEqual([
      'Preis',
      'Leicht?',
      'Tschüss',
    ])
    expect(progress(now, 'de')).toEqual({ done: 2, of: 5 })
    expect(said(say(now, 'de', 'thanks', '').translations?.de, 'thanks')).toBe('')
    expect(removeLanguage(now, 'de')).not.toHaveProperty('translations')
  })
  it('lead from the server’s place to the field', () => {
    const [gap] = gapsOf(survey, [
      { location: 'definition.translations.de.questions.what.options.price', message: 'x' },
    ])
    expect(gap?.id).toBe('survey-translation-de-q.what.options.price')
  })
})

describe('steps', () => {
  it('go back and forth, typing being one', () => {
    const h = new History<string>(100)
    h.note('a', 'ab', 0)
    h.note('ab', 'abc', 50)
    h.note('abc', 'x', 500)
    expect(h.undo('x')).toBe('abc')
    expect(h.undo('abc')).toBe('a')
    expect(h.undo('a')).toBeUndefined()
    expect(h.redo('a')).toBe('abc')
    expect(h.redo('abc')).toBe('x')
  })
  it('stand alone where more than words changes', () => {
    const h = new History<string>(1000, 200, (a, b) => a[0] === b[0])
    h.note('a', 'ab', 0)
    h.note('ab', 'b', 10)
    h.note('b', 'bc', 20)
    expect(h.undo('bc')).toBe('b')
    expect(h.undo('b')).toBe('ab')
    expect(h.undo('ab')).toBe('a')
  })
  it('don’t go over what somebody else changed', () => {
    const h = new History<string>(100)
    h.note('a', 'b', 0)
    expect(h.undo('theirs')).toBeUndefined()
    expect(h.canUndo).toBe(false)
  })
})

describe('the preview', () => {
  it('asks on as the answers lead', () => {
    const page = document.createElement('div') // not in the document, which other tests share
    page.innerHTML =
      '<div data-q="easy"><input type="radio" name="q-easy" value="2"></div>' +
      '<div data-q="what" data-if=\'["all",[["easy","at_most",["4"]]]]\' hidden><input type="checkbox" name="q-what" value="price"></div>' +
      '<div data-q="days" data-if=\'["any",[["what","is",["price"]]]]\' hidden><input name="q-days"></div>'
    const [easy, what] = [...page.querySelectorAll<HTMLInputElement>('input')] as [HTMLInputElement, HTMLInputElement]
    const hidden = () => [...page.querySelectorAll<HTMLElement>('[data-q]')].map((e) => e.hidden)
    ask(page)
    expect(hidden()).toEqual([false, true, true])
    easy.checked = true
    what.checked = true
    ask(page)
    expect(hidden()).toEqual([false, false, false])
    easy.checked = false
    ask(page)
    expect(hidden()).toEqual([false, true, true])
  })
})

it('new questions of every kind begin with words or wait for them', () => {
  for (const kind of ['ces', 'multiple'] as const) expect(newQuestion(survey, kind, words).text).not.toBe('')
  expect(newQuestion(survey, 'short_text', words).key).toMatch(/^text-/)
})
