import { useLingui } from '@lingui/react/macro'
import { useToasts } from '../../components/feedback/Toasts'
import { explain } from '../../words/problems'
import { type Batch, type Bulk, useBesideCalls } from './beside-queries'
import type { Case } from './queries'

/** Changes many cases in one request. What was refused is said with its reason; the rest can be undone in one go. */
export function useBulk() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useBesideCalls()
  const refused = (batch: Batch) => {
    const list = batch.refused ?? []
    const first = list[0]
    if (!first) return
    const count = list.length
    const why = first.detail
    toasts.show(
      count === 1 ? t`One case stayed as it was: ${why}` : t`${count} cases stayed as they were. The first: ${why}`,
      {
        tone: 'failed',
      },
    )
  }
  return async (
    cases: readonly Case[],
    change: Omit<Bulk, 'cases'>,
    said: (count: number) => string,
    onUndone?: (ids: readonly string[]) => void,
  ): Promise<readonly Case[]> => {
    const batch = await calls.bulk({ ...change, cases: cases.map((one) => one.id) })
    const kept = new Set((batch.refused ?? []).map((one) => one.id))
    const done = cases.filter((one) => !kept.has(one.id))
    if (batch.done > 0)
      toasts.show(said(batch.done), {
        undo: () => {
          onUndone?.(done.map((one) => one.id))
          void calls
            .undoBulk(batch.id)
            .then(refused)
            .catch((error) => toasts.show(explain(i18n, error), { tone: 'failed' }))
            .finally(() => calls.again(undefined))
        },
      })
    refused(batch)
    await calls.again(undefined)
    return done
  }
}
