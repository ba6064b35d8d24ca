/** Edits made in the browser before the server has them: the same as `internal/journey/edit.go`, with what takes each back. */
import type { Card, Edit, MapDoc, Stage } from '../queries'

type Fields = Record<string, unknown>
type Applied = { map: MapDoc; back: Edit[] }

/** The map after edits, and the edits that take them back. What can't be made (its stage has gone meanwhile) is left out. */
export function apply(map: MapDoc, edits: readonly Edit[]): Applied {
  let now = map
  let back: Edit[] = []
  for (const edit of edits) {
    const one = make(now, edit)
    if (!one) continue
    now = one.map
    back = [...one.back, ...back]
  }
  return { map: now, back }
}

function make(map: MapDoc, e: Edit): Applied | undefined {
  switch (e.op) {
    case 'add_stage':
    case 'set_stage':
    case 'move_stage':
    case 'drop_stage':
      return stages(map, e)
    case 'set_map': {
      const { contributors, questions } = map
      const { next, was } = overlay({ contributors, questions, ...questions }, e.set)
      const answered = { ...next.questions }
      for (const name of ['sold', 'delivered', 'lived', 'supported'] as const)
        if (name in (e.set ?? {})) answered[name] = next[name]
      return {
        map: { ...map, contributors: next.contributors ?? [], questions: answered },
        back: [{ op: 'set_map', set: was }],
      }
    }
    default:
      return cards(map, e)
  }
}

const place = (list: readonly { id: string }[], id: string | undefined) => list.findIndex((one) => one.id === id)
/** The index behind one; the front for none, the end where it has gone. */
const behind = (list: readonly { id: string }[], id: string | undefined) => {
  if (!id) return 0
  const at = place(list, id)
  return at < 0 ? list.length : at + 1
}
const before = (list: readonly { id: string }[], at: number) => list[at - 1]?.id

function stages(map: MapDoc, e: Edit): Applied | undefined {
  const id = e.id ?? ''
  const at = place(map.stages, id)
  const stage = map.stages[at]
  if (e.op === 'add_stage') {
    if (stage) return undefined
    const { next } = overlay<Stage>({ id, name: '', phase: 'before', feel: {}, think: {}, do: {} }, e.set)
    return {
      map: { ...map, stages: map.stages.toSpliced(behind(map.stages, e.after), 0, { ...next, id }) },
      back: [{ op: 'drop_stage', id }],
    }
  }
  if (!stage) return undefined
  if (e.op === 'set_stage') {
    const { next, was } = overlay(stage, e.set)
    return {
      map: { ...map, stages: map.stages.with(at, { ...next, id }) },
      back: [{ op: 'set_stage', id, set: was }],
    }
  }
  const rest = map.stages.toSpliced(at, 1)
  if (e.op === 'move_stage') {
    return {
      map: { ...map, stages: rest.toSpliced(behind(rest, e.after), 0, stage) },
      back: [{ op: 'move_stage', id, after: before(map.stages, at) }],
    }
  }
  return {
    map: { ...map, stages: rest, cards: map.cards.filter((c) => c.stage !== id) },
    back: [
      { op: 'add_stage', id, after: before(map.stages, at), set: { ...stage } },
      ...map.cards.flatMap((c, i) => (c.stage === id ? [restore(map, c, i)] : [])),
    ],
  }
}

const restore = (map: MapDoc, card: Card, at: number): Edit => ({
  op: 'add_card',
  id: card.id,
  after: before(map.cards, at),
  stage: card.stage,
  lane: card.lane,
  set: { ...card },
})

function cards(map: MapDoc, e: Edit): Applied | undefined {
  const id = e.id ?? ''
  const at = place(map.cards, id)
  const card = map.cards[at]
  const stage = e.stage ?? ''
  const lane = e.lane ?? 'front_stage'
  const known = place(map.stages, stage) >= 0
  if (e.op === 'add_card') {
    if (card || !known) return undefined
    const { next } = overlay<Card>({ id, stage, lane, task: '', initiator: 'organisation' }, e.set)
    return {
      map: { ...map, cards: map.cards.toSpliced(behind(map.cards, e.after), 0, { ...next, id, stage, lane }) },
      back: [{ op: 'drop_card', id }],
    }
  }
  if (!card) return undefined
  if (e.op === 'set_card') {
    const { next, was } = overlay(card, e.set)
    const kept = { ...next, id, stage: card.stage, lane: card.lane }
    return { map: { ...map, cards: map.cards.with(at, kept) }, back: [{ op: 'set_card', id, set: was }] }
  }
  const rest = map.cards.toSpliced(at, 1)
  if (e.op === 'move_card') {
    if (!known) return undefined
    return {
      map: { ...map, cards: rest.toSpliced(behind(rest, e.after), 0, { ...card, stage, lane }) },
      back: [{ op: 'move_card', id, after: before(map.cards, at), stage: card.stage, lane: card.lane }],
    }
  }
  return { map: { ...map, cards: rest }, back: [restore(map, card, at)] }
}

/** Fields laid over, and what they were; what was not there is null, which empties. */
function overlay<T extends object>(on: T, set: Fields | undefined): { next: T; was: Fields } {
  const next: Fields = { ...(on as Fields) }
  const was: Fields = {}
  for (const [name, value] of Object.entries(set ?? {})) {
    was[name] = (on as Fields)[name] ?? null
    if (value === null || value === undefined) delete next[name]
    else next[name] = value
  }
  return { next: next as T, was }
}

/** A map with the parts of an earlier one where they are alike, so that only what changed is drawn anew. */
export function share(was: MapDoc, now: MapDoc): MapDoc {
  if (was === now) return was
  const stages = shareList(was.stages, now.stages)
  const cards = shareList(was.cards, now.cards)
  return {
    stages,
    cards,
    contributors: same(was.contributors, now.contributors),
    questions: same(was.questions, now.questions),
    exceptions: same(was.exceptions, now.exceptions),
  }
}

function shareList<T extends { id: string }>(was: readonly T[], now: readonly T[]): readonly T[] {
  const known = new Map(was.map((one) => [one.id, one]))
  const next = now.map((one) => same(known.get(one.id) ?? one, one))
  return next.length === was.length && next.every((one, at) => one === was[at]) ? was : next
}

const same = <T>(was: T, now: T): T => (was === now || alike(was, now) ? was : now)

/** Whether two documents say the same; a field that is empty is one that isn't there. */
export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return empty(a) && empty(b)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [x, y] = [a as Fields, b as Fields]
  for (const name of Object.keys(x)) if (!alike(x[name], y[name])) return false
  for (const name of Object.keys(y)) if (!(name in x) && !alike(undefined, y[name])) return false
  return true
}

const empty = (v: unknown): boolean =>
  v === undefined || v === null || v === '' || v === false || (Array.isArray(v) && v.length === 0)
