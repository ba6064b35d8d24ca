/** Steps that can be taken back and forth. What is changed in quick succession is one step, as typing is. */
export class History<T> {
  private past: T[] = []
  private future: T[] = []
  private latest: T | undefined
  private at = 0
  private readonly together: number
  private readonly most: number
  private readonly typed: (before: T, after: T) => boolean

  /** `typed` tells whether a change is of the kind that quick ones of make one step; others always stand alone. */
  constructor(together = 800, most = 200, typed: (before: T, after: T) => boolean = () => true) {
    this.together = together
    this.most = most
    this.typed = typed
  }

  get canUndo() {
    return this.past.length > 0
  }
  get canRedo() {
    return this.future.length > 0
  }

  /** Notes a change from `before` to `after`, made at `now` in milliseconds. */
  note(before: T, after: T, now = Date.now()): void {
    // Somebody else's change came between: steps over it would take theirs away.
    if (this.latest !== undefined && this.latest !== before) this.past = []
    const typed = this.typed(before, after)
    if (this.past.length === 0 || !typed || now - this.at > this.together)
      this.past = [...this.past, before].slice(-this.most)
    this.future = []
    this.latest = after
    this.at = typed ? now : Number.NEGATIVE_INFINITY
  }

  undo(now: T): T | undefined {
    return this.step(this.past, this.future, now)
  }
  redo(now: T): T | undefined {
    return this.step(this.future, this.past, now)
  }

  private step(from: T[], to: T[], now: T): T | undefined {
    if (this.latest !== now) {
      this.past = []
      this.future = []
      return undefined
    }
    const next = from.pop()
    if (next === undefined) return undefined
    to.push(now)
    this.latest = next
    this.at = 0
    return next
  }
}
