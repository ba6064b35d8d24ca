/**
 * A map under the hands of somebody: edits are seen at once, sent in order, and laid again over whatever others made of the map
 * meanwhile. What didn't reach the server stays and is sent again; what it refused is shown with the reason.
 */
import { asProblem } from '../../../api/problem'
import { docOf, type Edit, type Finding, type Journey, type MapDoc } from '../queries'
import { apply, share } from './apply'

/** Edits that were made together, and are taken back together. */
export type Step = {
  id: number
  edits: readonly Edit[]
  /** What takes them back: our own reckoning until the server has answered. */
  back: readonly Edit[]
  /** Typing in one field: what follows soon in the same field is the same step. */
  key?: string
  at: number
  how: 'do' | 'undo' | 'redo'
  /** The part it was about, to look at after it is taken back. */
  on?: string
  tries: number
}
export type Refused = { step: Step; error: unknown }
export type SaveState = { is: 'saved'; at: number | null } | { is: 'saving' } | { is: 'failed'; error: unknown }
export type Shown = {
  journey: Journey
  map: MapDoc
  findings: readonly Finding[]
  state: SaveState
  refused: readonly Refused[]
  canUndo: boolean
  canRedo: boolean
  pending: number
}

type Parts = {
  send: (edits: readonly Edit[]) => Promise<{ journey: Journey; back: Edit[] | null }>
  load: () => Promise<Journey>
  /** How long typing waits for more of it, in milliseconds. */
  wait?: number
  /** How long after a failure it is tried again. */
  retry?: number
  now?: () => number
}

const most = 200
const typingMs = 1500

export class MapStore {
  private base: Journey
  private baseMap: MapDoc
  private waiting: Step[] = []
  private refused: readonly Refused[] = []
  private past: Step[] = []
  private future: Step[] = []
  private sending = false
  private failure: unknown
  private savedAt: number | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private heard = new Set<() => void>()
  private shown: Shown
  private nextId = 1
  private closed = false

  constructor(
    start: Journey,
    private parts: Parts,
  ) {
    this.base = start
    this.baseMap = docOf(start.map)
    this.shown = this.look(this.baseMap)
  }

  snapshot = () => this.shown
  subscribe = (hear: () => void) => {
    this.heard.add(hear)
    return () => this.heard.delete(hear)
  }
  private now = () => (this.parts.now ?? Date.now)()

  /** Makes edits, and answers with how to take these back. With a `key` they wait a moment for more typing in the same field. */
  edit = (edits: readonly Edit[], more: { key?: string; on?: string } = {}): (() => string | undefined) => {
    if (edits.length === 0) return () => undefined
    const at = this.now()
    const { map, back } = apply(this.shown.map, edits)
    const last = this.waiting.at(-1)
    const typing = more.key !== undefined && last?.key === more.key && last.how === 'do' && !this.isSent(last)
    const step: Step = typing ? last : { id: this.nextId++, edits, back, at, how: 'do', tries: 0, ...more }
    if (typing) {
      // The first letter's way back leads behind the whole word.
      last.edits = edits
      last.at = at
    } else {
      this.waiting.push(step)
      this.note(step)
    }
    this.future = []
    this.show(map)
    this.soon(more.key === undefined ? 0 : (this.parts.wait ?? 400))
    return () => this.takeBack(step)
  }

  /** Takes one step back, whatever was made after it; nothing if it was taken back already. */
  private takeBack = (step: Step): string | undefined => {
    if (!this.past.includes(step)) return undefined
    this.past = [...this.past.filter((s) => s !== step), step]
    return this.undo()
  }

  /** Takes the last step back; answers with the part it was about. */
  undo = (): string | undefined => this.step(this.past, this.future, 'undo')
  redo = (): string | undefined => this.step(this.future, this.past, 'redo')

  private step(from: Step[], to: Step[], how: 'undo' | 'redo'): string | undefined {
    const last = from.pop()
    if (!last) return undefined
    const { map, back } = apply(this.shown.map, last.back)
    const step: Step = { id: this.nextId++, edits: last.back, back, at: this.now(), how, on: last.on, tries: 0 }
    this.waiting.push(step)
    to.push(step)
    this.show(map)
    this.soon(0)
    return last.on ?? last.edits[0]?.id
  }

  private note(step: Step) {
    const last = this.past.at(-1)
    if (step.key && last?.key === step.key && step.at - last.at < typingMs) {
      // Typing that was sent in pieces is one step all the same: the earliest way back holds.
      this.past = [...this.past.slice(0, -1), Object.assign(step, { back: last.back })]
      this.merged.add(step.id)
      return
    }
    this.past = [...this.past, step].slice(-most)
  }
  /** Steps whose way back is older than they are; the server's answer mustn't replace it. */
  private merged = new Set<number>()

  /** Takes up what the server has; what waits here is laid over it. */
  adopt = (journey: Journey): void => {
    if (journey.revision < this.base.revision) return
    if (journey === this.base) return
    this.base = journey
    this.baseMap = share(this.baseMap, docOf(journey.map))
    this.show(this.reckon())
  }

  /** Has the screen look again, without a change. */
  touch = (): void => this.show(this.shown.map)

  /** Sends what failed once more. */
  retry = (): void => {
    this.failure = undefined
    this.show(this.shown.map)
    this.soon(0)
  }
  /** Makes a refused step once more, at the end. */
  again = (refused: Refused): void => {
    this.refused = this.refused.filter((r) => r !== refused)
    this.edit(refused.step.edits, { on: refused.step.on })
  }
  letGo = (): void => {
    this.refused = []
    this.show(this.shown.map)
  }

  /** Sends everything now; whether all of it is stored then. */
  flush = async (): Promise<boolean> => {
    clearTimeout(this.timer)
    await this.run()
    return this.waiting.length === 0
  }

  close = (): void => {
    this.closed = true
    clearTimeout(this.timer)
    void this.run()
  }

  private isSent = (step: Step) => this.sending && this.waiting[0] === step

  private soon(ms: number) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.run(), ms)
  }

  private running: Promise<void> | undefined
  private run(): Promise<void> {
    this.running ??= this.sendAll().finally(() => {
      this.running = undefined
    })
    return this.running
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const step = this.waiting[0] as Step
      this.sending = true
      this.show(this.shown.map)
      try {
        const { journey, back } = await this.parts.send(step.edits)
        this.answered(step, journey, back)
      } catch (error) {
        const again = await this.failed(step, error)
        this.sending = false
        if (!again) {
          this.show(this.reckon())
          return
        }
      }
      this.sending = false
      this.show(this.reckon())
    }
  }

  private answered(step: Step, journey: Journey, back: readonly Edit[] | null) {
    this.waiting = this.waiting.filter((s) => s !== step)
    if (back && back.length > 0 && !this.merged.has(step.id)) step.back = back
    this.failure = undefined
    this.savedAt = this.now()
    if (journey.revision >= this.base.revision) {
      this.base = journey
      this.baseMap = share(this.baseMap, docOf(journey.map))
    }
  }

  /** Whether sending may go on with the next. */
  private async failed(step: Step, error: unknown): Promise<boolean> {
    const problem = asProblem(error)
    const unreached = !problem || problem.status === 0 || problem.status >= 500 || problem.status === 429
    step.tries += 1
    if (unreached) {
      this.failure = error
      if (!this.closed) this.soon(Math.min(30_000, (this.parts.retry ?? 2000) * 2 ** Math.min(step.tries - 1, 4)))
      return false
    }
    // An answer that was lost: it has been made already.
    const made = step.tries > 1 && problem.code === 'id_taken'
    this.waiting = this.waiting.filter((s) => s !== step)
    this.past = this.past.filter((s) => s !== step || made)
    this.future = this.future.filter((s) => s !== step || made)
    if (!made) this.refused = [...this.refused, { step, error }]
    try {
      const journey = await this.parts.load()
      if (journey.revision >= this.base.revision) {
        this.base = journey
        this.baseMap = share(this.baseMap, docOf(journey.map))
      }
    } catch {
      // The next answer brings it.
    }
    return true
  }

  private reckon(): MapDoc {
    let map = this.baseMap
    for (const step of this.waiting) map = apply(map, step.edits).map
    return share(this.shown.map, map)
  }

  private look(map: MapDoc): Shown {
    const pending = this.waiting.length
    const state: SaveState =
      this.failure !== undefined
        ? { is: 'failed', error: this.failure }
        : pending > 0
          ? { is: 'saving' }
          : { is: 'saved', at: this.savedAt }
    return {
      journey: this.base,
      map,
      findings: this.base.findings ?? [],
      state,
      refused: this.refused,
      canUndo: this.past.length > 0,
      canRedo: this.future.length > 0,
      pending,
    }
  }

  private show(map: MapDoc) {
    const next = this.look(map)
    const was = this.shown
    const state = next.state.is === was.state.is && next.state.is === 'saving' ? was.state : next.state
    this.shown = { ...next, state }
    for (const hear of this.heard) hear()
  }
}
