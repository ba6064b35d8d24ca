/** A draft as it is written: what of it is sent, and where what the server says of it belongs. */
import type { FieldProblem } from '../../api/problem'
import type { BrandPromise, PromiseInput, Tenet } from './queries'

export type Content = { brand: string; segment: string; text: string; owner: string; tenets: Tenet[] }

export const contentOf = (p: BrandPromise): Content => ({
  brand: p.brand ?? '',
  segment: p.segment ?? '',
  text: p.text,
  owner: p.owner ?? '',
  tenets: p.tenets ?? [],
})

/** Made here, so that a tenet is the same one from its first letter on. */
export const newTenet = (): Tenet => ({ id: `ten_${crypto.randomUUID().replaceAll('-', '')}`, name: '', behaviour: '' })

/** A tenet that was added and nothing was said of yet. It waits; it isn't sent. */
export const isBlank = (t: Tenet): boolean =>
  !t.name.trim() && !t.behaviour.trim() && !t.metric && !t.touch_points?.length && !t.processes?.length

export const bodyOf = (c: Content): PromiseInput => ({
  brand: c.brand.trim() || undefined,
  segment: c.segment.trim() || undefined,
  text: c.text,
  owner: c.owner || undefined,
  tenets: c.tenets.filter((t) => !isBlank(t)),
})

/** The id of a field on the screen: `promise-text`, `promise-ten_1-name`. */
export const fieldId = (field: string, tenet?: string): string =>
  tenet ? `promise-${tenet}-${field}` : `promise-${field}`

/** What is wrong, by the ids of the fields; what belongs to none is under ''. */
export function errorsOf(content: Content, problems: readonly FieldProblem[]): Record<string, string> {
  const sent = content.tenets.filter((t) => !isBlank(t))
  const found: Record<string, string> = {}
  for (const { location, message } of problems) {
    const path = location.replace(/^body\.?/, '')
    const within = /^tenets\[(\d+)\]\.(\w+)/.exec(path)
    const tenet = within && sent[Number(within[1])]
    const simple = ['brand', 'segment', 'text', 'owner'].includes(path)
    const id = tenet && within ? fieldId(within[2] as string, tenet.id) : simple ? fieldId(path) : ''
    found[id] = found[id] ? `${found[id]} ${message}` : message
  }
  return found
}

export type Difference = {
  what: 'text' | 'brand' | 'segment' | 'owner' | 'order' | 'tenet'
  mine: string
  theirs: string
}

/** Where two writings of one draft differ. */
export function differences(mine: Content, theirs: Content): Difference[] {
  const found: Difference[] = []
  for (const what of ['text', 'brand', 'segment', 'owner'] as const) {
    if (mine[what] !== theirs[what]) found.push({ what, mine: mine[what], theirs: theirs[what] })
  }
  const [ours, other] = [mine.tenets.filter((t) => !isBlank(t)), theirs.tenets]
  for (const t of ours) {
    const their = other.find((x) => x.id === t.id)
    if (!their || !same(t, their)) found.push({ what: 'tenet', mine: t.name, theirs: their?.name ?? '' })
  }
  for (const t of other) {
    if (!ours.some((x) => x.id === t.id)) found.push({ what: 'tenet', mine: '', theirs: t.name })
  }
  const both = (list: Tenet[], and: Tenet[]) => list.filter((t) => and.some((x) => x.id === t.id)).map((t) => t.id)
  if (both(ours, other).join() !== both(other, ours).join()) found.push({ what: 'order', mine: '', theirs: '' })
  return found
}

const said = (t: Tenet) =>
  JSON.stringify([t.name, t.behaviour, t.metric || '', t.target ?? null, t.touch_points ?? [], t.processes ?? []])
const same = (a: Tenet, b: Tenet) => said(a) === said(b)

/** Whether a change is one of typing, whose quick steps are taken back together: the same tenets in the same order. */
export const isTyping = (before: Content, after: Content): boolean =>
  before.tenets.map((t) => t.id).join() === after.tenets.map((t) => t.id).join()
