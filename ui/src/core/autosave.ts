/** Saves while somebody writes: soon after each change, one call at a time, never over somebody else's change. */
import { asProblem } from '../api/problem'

export type Stored<T> = { content: T; tag: string }
export type SaveState<T> =
  | { is: 'saved'; at: number | null }
  | { is: 'waiting' | 'saving' }
  | { is: 'failed'; error: unknown }
  | { is: 'conflict'; theirs: Stored<T> }

type Parts<T> = {
  /** Stores the content if `tag` is still the present one; answers with the new tag. */
  put: (content: T, tag: string) => Promise<string>
  load: () => Promise<Stored<T>>
  wait?: number
  now?: () => number
}

export class Autosave<T> {
  private shown: { content: T; state: SaveState<T> }
  private tag: string
  private seen: Set<string>
  private stored: T
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<boolean> | undefined
  private heard = new Set<() => void>()

  constructor(
    start: Stored<T>,
    private parts: Parts<T>,
  ) {
    this.shown = { content: start.content, state: { is: 'saved', at: null } }
    this.tag = start.tag
    this.seen = new Set([start.tag])
    this.stored = start.content
  }

  snapshot = () => this.shown
  subscribe = (hear: () => void) => {
    this.heard.add(hear)
    return () => this.heard.delete(hear)
  }
  /** The tag of what is stored, for deeds that must be about what was seen. */
  currentTag = () => this.tag

  edit = (next: (now: T) => T) => {
    const content = next(this.shown.content)
    if (content === this.shown.content) return
    const conflict = this.shown.state.is === 'conflict'
    this.show(content, conflict ? this.shown.state : { is: 'waiting' })
    if (conflict) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), this.parts.wait ?? 600)
  }

  /** Saves what is not saved yet; whether everything is stored then. */
  flush = async (): Promise<boolean> => {
    clearTimeout(this.timer)
    while (this.running) await this.running
    if (this.shown.state.is === 'conflict') return false
    if (this.shown.content === this.stored) {
      // A change that was taken back: nothing is waiting any more.
      if (this.shown.state.is !== 'saved') this.show(this.stored, { is: 'saved', at: (this.parts.now ?? Date.now)() })
      return true
    }
    this.running = this.save()
    try {
      return await this.running
    } finally {
      this.running = undefined
    }
  }

  /** Takes up what is stored now, if nothing here is unsaved. Answers that were overtaken by our own saving are left. */
  adopt = (from: Stored<T>) => {
    if (this.shown.state.is !== 'saved' || this.running || this.seen.has(from.tag)) return
    this.take(from)
  }

  takeTheirs = () => {
    if (this.shown.state.is === 'conflict') this.take(this.shown.state.theirs)
  }

  keepMine = (): Promise<boolean> => {
    if (this.shown.state.is !== 'conflict') return this.flush()
    this.know(this.shown.state.theirs.tag)
    this.stored = this.shown.state.theirs.content
    this.show(this.shown.content, { is: 'waiting' })
    return this.flush()
  }

  private async save(): Promise<boolean> {
    const content = this.shown.content
    this.show(content, { is: 'saving' })
    try {
      this.know(await this.parts.put(content, this.tag))
      this.stored = content
    } catch (error) {
      return this.fail(error)
    }
    if (this.shown.content === content) this.show(content, { is: 'saved', at: (this.parts.now ?? Date.now)() })
    return this.shown.content === content
  }

  private async fail(error: unknown): Promise<boolean> {
    let state: SaveState<T> = { is: 'failed', error }
    if (asProblem(error)?.status === 412) {
      try {
        state = { is: 'conflict', theirs: await this.parts.load() }
      } catch (failure) {
        state = { is: 'failed', error: failure }
      }
    }
    this.show(this.shown.content, state)
    return false
  }

  private take(from: Stored<T>) {
    this.know(from.tag)
    this.stored = from.content
    this.show(from.content, { is: 'saved', at: (this.parts.now ?? Date.now)() })
  }

  private know(tag: string) {
    this.tag = tag
    this.seen.add(tag)
  }

  private show(content: T, state: SaveState<T>) {
    this.shown = { content, state }
    for (const hear of this.heard) hear()
  }
}
