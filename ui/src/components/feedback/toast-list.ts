/** Short messages at the bottom left, and the one thing that can still be undone. */

export type Toast = {
  id: number
  message: string
  tone: 'done' | 'failed'
  undo?: () => void
  action?: { label: string; run: () => void }
  /** When it goes, in milliseconds since 1970. */
  until: number
}

export const undoMs = 10_000
const plainMs = 5_000
const failedMs = 12_000

export class ToastList {
  private toasts: readonly Toast[] = []
  private heard = new Set<() => void>()
  private nextId = 1
  private timers = new Map<number, ReturnType<typeof setTimeout>>()

  list = () => this.toasts
  subscribe = (hear: () => void) => {
    this.heard.add(hear)
    return () => this.heard.delete(hear)
  }

  /** Shows a message. With `undo` it stays ten seconds and `z` takes the deed back. */
  show = (message: string, more: { tone?: Toast['tone']; undo?: () => void; action?: Toast['action'] } = {}) => {
    const id = this.nextId++
    const tone = more.tone ?? 'done'
    const life = more.undo ? undoMs : tone === 'failed' ? failedMs : plainMs
    this.set([...this.toasts, { id, message, tone, undo: more.undo, action: more.action, until: Date.now() + life }])
    this.timers.set(
      id,
      setTimeout(() => this.dismiss(id), life),
    )
    return id
  }

  dismiss = (id: number) => {
    clearTimeout(this.timers.get(id))
    this.timers.delete(id)
    this.set(this.toasts.filter((toast) => toast.id !== id))
  }

  /** Undoes the latest deed that still can be; false when there is none. */
  undoLast = (): boolean => {
    const last = this.toasts.findLast((toast) => toast.undo)
    if (!last) return false
    this.dismiss(last.id)
    last.undo?.()
    return true
  }

  private set(toasts: readonly Toast[]) {
    this.toasts = toasts
    for (const hear of this.heard) hear()
  }
}
