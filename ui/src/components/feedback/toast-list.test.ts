import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ToastList, undoMs } from './toast-list'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('toasts', () => {
  it('undoes the latest deed first, and each once', () => {
    const toasts = new ToastList()
    const undone: string[] = []
    toasts.show('Case closed', { undo: () => undone.push('close') })
    toasts.show('Saved')
    toasts.show('Owner changed', { undo: () => undone.push('owner') })
    expect([toasts.undoLast(), toasts.undoLast(), toasts.undoLast()]).toEqual([true, true, false])
    expect(undone).toEqual(['owner', 'close'])
    expect(toasts.list().map((t) => t.message)).toEqual(['Saved'])
  })
  it('can’t be undone after ten seconds', () => {
    const toasts = new ToastList()
    toasts.show('Case closed', { undo: () => {} })
    vi.advanceTimersByTime(undoMs - 1)
    expect(toasts.list()).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(toasts.undoLast()).toBe(false)
  })
})
