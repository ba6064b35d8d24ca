import { useLingui } from '@lingui/react/macro'
import { asProblem } from '../../api/problem'
import { useToasts } from '../../components/feedback/Toasts'
import { type Commitment, useCommitmentCalls } from '../../core/commitments'
import { explain } from '../../words/problems'

export type Ended = 'kept' | 'broken' | 'withdrawn'

/** Ending a commitment, and seeing to a broken one; each can be taken back. */
export function useCommitmentDeeds() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const { move } = useCommitmentCalls()
  const failed = (error: unknown) =>
    toasts.show(
      asProblem(error)?.status === 412
        ? t`Somebody changed it meanwhile. Nothing was done; you see it now as it is.`
        : explain(i18n, error),
      { tone: 'failed' },
    )
  const said: Record<Ended, string> = {
    kept: t`The commitment is kept`,
    broken: t`The commitment is broken`,
    withdrawn: t`The commitment is withdrawn`,
  }
  return {
    busy: move.isPending ? move.variables.of.id : '',
    async move(of: Commitment, state: Ended) {
      try {
        const after = await move.mutateAsync({ of, body: { state } })
        toasts.show(said[state], {
          undo: () => void move.mutateAsync({ of: after, body: { state: 'open' } }).catch(failed),
        })
      } catch (error) {
        failed(error)
      }
    },
    async settle(of: Commitment) {
      try {
        const after = await move.mutateAsync({ of, body: { settled: true } })
        toasts.show(t`It no longer shouts`, {
          undo: () => void move.mutateAsync({ of: after, body: { state: 'broken' } }).catch(failed),
        })
      } catch (error) {
        failed(error)
      }
    },
  }
}

export type CommitmentDeeds = ReturnType<typeof useCommitmentDeeds>
