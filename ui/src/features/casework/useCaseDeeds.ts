import { useLingui } from '@lingui/react/macro'
import { asProblem } from '../../api/problem'
import { useToasts } from '../../components/feedback/Toasts'
import { explain } from '../../words/problems'
import { type Deed, goal, way, wayBack } from './moves'
import { type Case, type CaseEdit, type CaseFile, type Move, useCaseCalls } from './queries'
import { useBulk } from './useBulk'

export type Ending = { cause: string; outcome: string; note?: string; children?: 'leave' | 'close' }

/** Case deeds of one or several steps. What fails half-way is said as it stands then; nothing is shown before it is true. */
export function useCaseDeeds() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useCaseCalls()
  const bulk = useBulk()

  /** Takes a case to a state step by step, from the version the person saw. */
  const walk = async (from: Pick<Case, 'id' | 'state' | 'version'>, to: Move['state'], ending?: Ending) => {
    let at: Pick<Case, 'id' | 'state' | 'version'> = from
    for (const state of way(from.state, to)) {
      const done = state === 'resolved' || state === 'closed'
      // The words belong to the step that ends the matter, once.
      const last = state === to || state === 'resolved'
      const note = last && at.state !== 'resolved' ? ending?.note : undefined
      at = await calls.move(at.id, at.version, {
        state,
        ...(done && ending ? { cause: ending.cause, outcome: ending.outcome, note, children: ending.children } : {}),
      })
    }
    return at as CaseFile
  }

  const failed = (error: unknown, of?: Pick<Case, 'ref'>) => {
    void calls.settled()
    const ref = of?.ref ?? ''
    toasts.show(
      asProblem(error)?.status === 412
        ? t`${ref} was changed meanwhile. Nothing was done; you see it now as it is.`
        : explain(i18n, error),
      { tone: 'failed' },
    )
  }

  /** Takes cases back to how they stood. */
  const undo = async (before: readonly Case[]) => {
    for (const was of before) {
      try {
        const now = await calls.read(was.id)
        const back = wayBack(now.state, was)
        let at: CaseFile = now
        const ending = was.cause && was.outcome ? { cause: was.cause, outcome: was.outcome } : undefined
        for (const state of back.steps) at = await walk(at, state, ending)
        if (back.due_at && at.due_at !== back.due_at) await calls.edit(at.id, at.version, { due_at: back.due_at })
      } catch (error) {
        failed(error, was)
      }
    }
    await calls.settled()
  }

  return {
    ...calls,
    walk,
    failed,
    undo,
    /** A step that needs no form. */
    async step(of: Case, deed: Deed) {
      try {
        const after = await walk(of, goal[deed])
        await calls.settled()
        return after
      } catch (error) {
        await calls.read(of.id).catch(() => {})
        failed(error, of)
        return undefined
      }
    },
    /** Hands cases over; can be undone. */
    async assign(cases: readonly Case[], owner: { id: string; name: string }): Promise<readonly Case[]> {
      const to = owner.name
      if (cases.length > 1) {
        try {
          return await bulk(cases, { owner: owner.id }, (count) => t`${count} cases are given to ${to}`)
        } catch (error) {
          failed(error)
          return []
        }
      }
      const done: Case[] = []
      for (const one of cases) {
        try {
          await calls.edit(one.id, one.version, { owner: owner.id } satisfies CaseEdit)
          done.push(one)
        } catch (error) {
          await calls.read(one.id).catch(() => {})
          failed(error, one)
        }
      }
      if (done.length === 0) return done
      const name = owner.name
      const count = done.length
      const ref = done[0]?.ref ?? ''
      toasts.show(count === 1 ? t`${ref} is given to ${name}` : t`${count} cases are given to ${name}`, {
        undo: () =>
          void (async () => {
            for (const was of done) {
              try {
                const now = await calls.read(was.id)
                await calls.edit(was.id, now.version, { owner: was.owner.id })
              } catch (error) {
                failed(error, was)
              }
            }
            await calls.settled()
          })(),
      })
      await calls.settled()
      return done
    },
  }
}
