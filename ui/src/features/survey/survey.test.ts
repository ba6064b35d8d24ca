import { describe, expect, it, vi } from 'vitest'
import { Problem } from '../../api/problem'
import { Autosave } from '../../core/autosave'
import {
  change,
  type Definition,
  differences,
  duplicate,
  freeKey,
  move,
  newQuestion,
  questionsOf,
  remove,
  settle,
} from './definition'
import { gapsOf } from './places'
import { posterPage } from './poster'
import { still } from './preview-page'
import { isLoopback, shareOf } from './share'

const survey: Definition = {
  questions: [
    { key: 'q1', kind: 'nps', text: 'How likely?' },
    { key: 'q2', kind: 'choice', text: 'Why?', attribute: 'reason', options: [{ key: 'o1', text: 'Price' }] },
    { key: 'q3', kind: 'long_text', text: 'Say more' },
  ],
}
const keys = (d: Definition) => questionsOf(d).map((q) => q.key)
const words = { nps: 'a', csat: 'b', ces: 'e', choice: 'c', multiple: 'm', longText: 'd' }

describe('a definition', () => {
  it('moves a question no further than the ends', () => {
    expect(keys(move(survey, 'q3', -1))).toEqual(['q1', 'q3', 'q2'])
    expect(keys(move(survey, 'q1', 9))).toEqual(['q2', 'q3', 'q1'])
    expect(move(survey, 'q1', -1)).toBe(survey)
  })
  it('never gives a key that is taken, nor one that was removed', () => {
    const endings = ['a', 'a', 'b']
    const one = { questions: [{ key: 'csat-a', kind: 'csat' as const, text: '' }] }
    expect(freeKey(one, 'csat', () => endings.shift() ?? '')).toBe('csat-b')
    const made = newQuestion(survey, 'csat', words).key
    expect(newQuestion(remove(survey, 'q2'), 'csat', words).key).not.toBe(made)
  })
  it('gives new options keys of their first words, and keeps them when the words are mended', () => {
    const choice = newQuestion(survey, 'choice', { ...words, choice: 'What was the main reason for your score today?' })
    const typed = { ...choice, options: ['Price', 'Prix élevé', 'Price'].map((text, n) => ({ key: `new-${n}`, text })) }
    const settled = settle({ questions: [typed] }, typed.key)
    expect(questionsOf(settled)[0]?.options?.map((o) => o.key)).toEqual(['price', 'prix_eleve', 'price_2'])
    expect(questionsOf(settled)[0]?.attribute).toBe('what_was_the_main_reason_for_your_score')
    const mended = change(settled, typed.key, { options: [{ key: 'price', text: 'The price' }] })
    expect(settle(mended, typed.key)).toBe(mended)
  })
  it('puts a copy behind its question, with an attribute of its own', () => {
    const { definition, key } = duplicate(survey, 'q2')
    expect(keys(definition)).toEqual(['q1', 'q2', key, 'q3'])
    const copy = questionsOf(definition).find((q) => q.key === key)
    expect(copy?.options).toEqual([{ key: 'o1', text: 'Price' }])
    expect(copy?.attribute).toBeUndefined()
  })
  it('forgets what is set back to nothing', () => {
    expect(questionsOf(change(survey, 'q2', { attribute: undefined }))[1]).not.toHaveProperty('attribute')
  })
  it('names what two people changed', () => {
    const theirs = { name: 'B', definition: move(change(survey, 'q3', { text: 'Tell us' }), 'q1', 1) }
    const found = differences({ name: 'A', definition: survey }, theirs)
    expect(found.map((d) => [d.what, d.n, d.mine, d.theirs])).toEqual([
      ['name', undefined, 'A', 'B'],
      ['question', 3, 'Say more', 'Tell us'],
      ['order', undefined, '', ''],
    ])
    expect(differences({ name: 'A', definition: survey }, { name: 'A', definition: structuredClone(survey) })).toEqual(
      [],
    )
  })
  it('leads from the server’s place to the field', () => {
    const gaps = gapsOf(survey, [
      { location: 'definition.questions[0].metric', message: '' },
      { location: 'body.definition.questions[1].options[0].text', message: '' },
      { location: 'definition.questions[1].options', message: '' },
      { location: 'definition.questions', message: '' },
      { location: 'body.name', message: '' },
    ])
    expect(gaps.map((g) => g.id)).toEqual([
      'q-q1-metric',
      'q-q2-option-o1',
      'q-q2-add-option',
      'survey-add',
      'survey-name',
    ])
  })
})

describe('autosave', () => {
  const later = () => {
    vi.useFakeTimers()
    let stored = { content: 'a', tag: '1' }
    const put = vi.fn(async (content: string, tag: string) => {
      if (tag !== stored.tag) throw new Problem({ status: 412, code: 'changed_meanwhile' })
      stored = { content, tag: String(Number(tag) + 1) }
      return stored.tag
    })
    const autosave = new Autosave(stored, { put, load: async () => stored })
    const somebody = (content: string) => {
      stored = { content, tag: `${stored.tag}0` }
    }
    return { autosave, put, somebody, stored: () => stored.content }
  }

  it('saves within a second, once for a burst of changes', async () => {
    const { autosave, put, stored } = later()
    autosave.edit(() => 'ab')
    autosave.edit(() => 'abc')
    expect(autosave.snapshot().state.is).toBe('waiting')
    await vi.advanceTimersByTimeAsync(900)
    expect(put).toHaveBeenCalledTimes(1)
    expect(stored()).toBe('abc')
    expect(autosave.snapshot().state.is).toBe('saved')
    vi.useRealTimers()
  })
  it('has nothing to save once a change was taken back', async () => {
    const { autosave, put } = later()
    const before = autosave.snapshot().content
    autosave.edit(() => 'ab')
    autosave.edit(() => before)
    await vi.advanceTimersByTimeAsync(900)
    expect(put).not.toHaveBeenCalled()
    expect(autosave.snapshot().state.is).toBe('saved')
    vi.useRealTimers()
  })
  it('keeps both versions when somebody else was faster, and either can win', async () => {
    for (const mine of [true, false]) {
      const { autosave, somebody, stored } = later()
      somebody('theirs')
      autosave.edit(() => 'mine')
      expect(await autosave.flush()).toBe(false)
      const { state, content } = autosave.snapshot()
      expect(state.is === 'conflict' && state.theirs.content).toBe('theirs')
      expect(content).toBe('mine')
      if (mine) await autosave.keepMine()
      else autosave.takeTheirs()
      expect(autosave.snapshot().content).toBe(mine ? 'mine' : 'theirs')
      expect(stored()).toBe(mine ? 'mine' : 'theirs')
      vi.useRealTimers()
    }
  })
  it('takes up a change from elsewhere only while nothing is unsaved', () => {
    const { autosave } = later()
    autosave.adopt({ content: 'new', tag: '9' })
    expect(autosave.snapshot().content).toBe('new')
    autosave.edit(() => 'mine')
    autosave.adopt({ content: 'newer', tag: '10' })
    expect(autosave.snapshot().content).toBe('mine')
    vi.useRealTimers()
  })
  it('keeps what could not be saved and saves it with the next change', async () => {
    vi.useFakeTimers()
    let broken = true
    const put = vi.fn(async () => {
      if (broken) throw new Problem({ status: 503 })
      return '2'
    })
    const autosave = new Autosave({ content: 'a', tag: '1' }, { put, load: async () => ({ content: 'a', tag: '1' }) })
    autosave.edit(() => 'b')
    await vi.advanceTimersByTimeAsync(900)
    expect(autosave.snapshot()).toMatchObject({ content: 'b', state: { is: 'failed' } })
    broken = false
    expect(await autosave.flush()).toBe(true)
    expect(autosave.snapshot().state.is).toBe('saved')
    vi.useRealTimers()
  })
})

it('shares carry Wilson’s interval', () => {
  const { value, low, high } = shareOf(1113, 2231)
  expect([value, low, high].map((v) => v.toFixed(2))).toEqual(['49.89', '47.82', '51.96'])
  expect(shareOf(0, 0)).toEqual({ value: 0, low: 0, high: 0 })
})

it('knows addresses that no phone reaches', () => {
  expect(['http://127.0.0.1:8080/s/x', 'http://localhost/s/x', 'http://[::1]/s/x'].map(isLoopback)).toEqual([
    true,
    true,
    true,
  ])
  expect(isLoopback('https://cx.example.org/s/x')).toBe(false)
})

it('a poster shows names as they are, whatever signs they hold', () => {
  const page = posterPage({
    organisation: 'Smith & <b>Sons</b>',
    url: 'https://cx.example.org/s/x?a=1&b=2',
    image: '/qr.svg',
  })
  expect(page).toContain('Smith &amp; &lt;b&gt;Sons&lt;/b&gt;')
  expect(page).not.toContain('<b>')
})

it('a preview keeps the page and loses what would act', () => {
  const page = still(
    '<!doctype html><html><head><style>p{}</style><script>x()</script></head><body><form><button>Send</button></form></body></html>',
  )
  expect(page).not.toContain('<script')
  expect(page).toContain('<style>p{}</style>')
  expect(page).toContain('type="button"')
})
