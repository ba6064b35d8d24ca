import { useLingui } from '@lingui/react/macro'
import { PromiseDialog } from '../../components/case/PromiseDialog'
import { useToasts } from '../../components/feedback/Toasts'
import { explain } from '../../words/problems'
import { useBesideCalls } from './beside-queries'
import { PickDialog } from './PickDialog'
import type { Case } from './queries'
import { useCase } from './queries'
import { SplitDialog } from './SplitDialog'

export type BesideKind = 'promise' | 'merge' | 'split' | 'link' | 'parent'
export const isBeside = (kind: string): kind is BesideKind =>
  ['promise', 'merge', 'split', 'link', 'parent'].includes(kind)

/** The dialogs that put something beside a case. `onGo` shows another case, once its own list may hold it. */
export function BesideDialogs({
  kind,
  of,
  onClose,
  onGo,
}: {
  kind: BesideKind
  of: Case
  onClose: () => void
  onGo: (id: string) => void
}) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useBesideCalls()
  const file = useCase(of.id).data
  const { ref } = of
  const failed = (error: unknown) => toasts.show(explain(i18n, error), { tone: 'failed' })
  const merge = async (id: string, version: number, into: { id: string; ref: string }, from: string) => {
    await calls.merge(id, version, into.id)
    await calls.again(id)
    onClose()
    onGo(into.id)
    const name = into.ref
    toasts.show(t`${from} is merged into ${name}`, {
      undo: () =>
        void calls
          .unmerge(id)
          .then(() => calls.again(into.id))
          .then(() => onGo(id))
          .catch(failed),
    })
  }
  switch (kind) {
    case 'promise':
      return <PromiseDialog title={t`Promise something on ${ref}`} to={{ case: of.id }} onClose={onClose} />
    case 'split':
      return file ? (
        <SplitDialog
          of={file}
          onClose={onClose}
          onSplit={(made) => {
            onClose()
            void calls.again(of.id)
            onGo(made.id)
            const name = made.ref
            toasts.show(t`${name} is split off from ${ref}`, {
              undo: () =>
                void calls
                  .merge(made.id, made.version, of.id)
                  .then(() => calls.again(made.id))
                  .then(() => onGo(of.id))
                  .catch(failed),
            })
          }}
        />
      ) : null
    case 'merge':
      return (
        <PickDialog
          title={t`Merge ${ref} into another case`}
          explanation={t`This one is closed as a duplicate; the other goes on with the story of both. It can be taken back.`}
          but={of.id}
          onClose={onClose}
          onChoose={(into) => merge(of.id, file?.version ?? of.version, into, ref)}
        />
      )
    case 'link':
      return (
        <PickDialog
          title={t`Link another case to ${ref}`}
          explanation={t`Each then shows the other beside it.`}
          but={of.id}
          onClose={onClose}
          onChoose={async (other) => {
            await calls.link(of.id, other.id, true)
            await calls.again(other.id)
            onClose()
            const name = other.ref
            toasts.show(t`${ref} and ${name} are linked`, {
              undo: () =>
                void calls
                  .link(of.id, other.id, false)
                  .then(() => calls.again(other.id))
                  .catch(failed),
            })
          }}
        />
      )
    case 'parent':
      return (
        <PickDialog
          title={t`Put ${ref} below another case`}
          explanation={t`Who closes the upper one is asked about those below it.`}
          but={of.id}
          onClose={onClose}
          onChoose={async (over) => {
            const now = await calls.parent(of.id, file?.version ?? of.version, over.id)
            await calls.again(over.id)
            onClose()
            const name = over.ref
            toasts.show(t`${ref} lies below ${name}`, {
              undo: () =>
                void calls
                  .parent(of.id, now.version, '')
                  .then(() => calls.again(over.id))
                  .catch(failed),
            })
          }}
        />
      )
  }
}
