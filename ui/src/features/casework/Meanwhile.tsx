import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Notice } from '../../components/feedback/ErrorState'

/** Said in a form when somebody else was faster: what is entered stays; `children` say how it stands once that is loaded. */
export function Meanwhile({
  state,
  onReload,
  children,
}: {
  state: 'changed' | 'loaded' | undefined
  onReload: () => void
  children: ReactNode
}) {
  if (!state) return null
  return (
    <div role="alert">
      {state === 'changed' && (
        <Notice tone="soon" icon="warning">
          <Trans>Somebody changed this meanwhile; nothing was saved. What you entered is kept.</Trans>{' '}
          <button type="button" className="link strong" onClick={onReload}>
            <Trans>See how it stands now</Trans>
          </button>
        </Notice>
      )}
      {state === 'loaded' && <Notice>{children}</Notice>}
    </div>
  )
}
