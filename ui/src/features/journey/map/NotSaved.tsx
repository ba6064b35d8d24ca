import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../../components/Button'
import { Notice } from '../../../components/feedback/ErrorState'
import { explain } from '../../../words/problems'
import css from './map.module.css'
import type { MapStore, Shown } from './store'

/** Edits that the server refused: what it says, to make them once more or to let them go. */
export function NotSaved({ store, shown }: { store: MapStore; shown: Shown }) {
  const { i18n } = useLingui()
  const names = (part: string | undefined) =>
    shown.map.cards.find((c) => c.id === part)?.task ?? shown.map.stages.find((s) => s.id === part)?.name ?? ''
  if (shown.refused.length === 0) return null
  return (
    <div className={css.bar} role="alert">
      <Notice tone="worse" icon="warning">
        <ul className="stack">
          {shown.refused.map((refused) => (
            <li key={refused.step.id} className="row wrap">
              <span>
                <Trans>This change was not made:</Trans> {explain(i18n, refused.error)} {names(refused.step.on)}
              </span>
              <Button onClick={() => store.again(refused)}>
                <Trans>Make it again</Trans>
              </Button>
            </li>
          ))}
        </ul>
        <Button kind="quiet" onClick={store.letGo}>
          <Trans>Let it go</Trans>
        </Button>
      </Notice>
    </div>
  )
}
