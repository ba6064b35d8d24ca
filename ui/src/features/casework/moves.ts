/** Where a case can go from where it stands, as the server has it, and how a deed of several steps gets there. */

export type State = 'new' | 'open' | 'waiting' | 'resolved' | 'closed'

const next: Record<State, readonly State[]> = {
  new: ['open'],
  open: ['waiting', 'resolved'],
  waiting: ['open'],
  resolved: ['closed', 'open'],
  closed: ['open'],
}

export type Deed = 'open' | 'wait' | 'resume' | 'resolve' | 'close' | 'reopen'

/** What can be offered for a case in a state, the likeliest first. */
export function deedsFor(state: State): readonly Deed[] {
  switch (state) {
    case 'new':
      return ['close', 'open', 'resolve']
    case 'open':
      return ['close', 'wait', 'resolve']
    case 'waiting':
      return ['close', 'resume', 'resolve']
    case 'resolved':
      return ['close', 'reopen']
    case 'closed':
      return ['reopen']
  }
}

/** Where each deed ends. */
export const goal: Record<Deed, Exclude<State, 'new'>> = {
  open: 'open',
  wait: 'waiting',
  resume: 'open',
  resolve: 'resolved',
  close: 'closed',
  reopen: 'open',
}

/** The shortest way from one state to another, without the start: closing a new case opens and resolves it first. */
export function way(from: State, to: State): Exclude<State, 'new'>[] {
  const ways: State[][] = [[from]]
  for (const steps of ways) {
    const at = steps.at(-1) as State
    if (at === to) return steps.slice(1) as Exclude<State, 'new'>[]
    for (const step of next[at]) if (!steps.includes(step)) ways.push([...steps, step])
  }
  return []
}

export const isLive = (state: State): boolean => state === 'new' || state === 'open' || state === 'waiting'

/** How a case stood before a deed, as far as undoing needs it. */
export type Before = { state: State; due_at: string; cause?: string; outcome?: string }

/**
 * What takes a case back to how it stood. "New" can't be had again: the case is open then. Reopening gives a closed case a
 * new due date, which is put back too.
 */
export function wayBack(now: State, before: Before): { steps: Exclude<State, 'new'>[]; due_at?: string } {
  const to = before.state === 'new' ? 'open' : before.state
  const steps = way(now, to)
  return { steps, due_at: now === 'closed' && steps.includes('open') ? before.due_at : undefined }
}
