import { Trans, useLingui } from '@lingui/react/macro'
import { ConflictCard } from '../../components/feedback/ConflictCard'
import { type Content, differences } from './content'
import type { BoardDraft } from './useBoardDraft'

/** What differs between this dashboard and the one that somebody else stored. */
export function BoardConflict({ draft, theirs }: { draft: BoardDraft; theirs: Content }) {
  const { t } = useLingui()
  const words = { name: t`name and sharing`, frame: t`period and filter`, tiles: t`tiles` }
  const found = differences(draft.content, theirs).map((what) => words[what])
  const list = found.join(', ')
  const [mine, other] = [draft.content.tiles.length, theirs.tiles.length]
  return (
    <ConflictCard
      title={t`Somebody changed this dashboard meanwhile`}
      onKeepMine={() => void draft.autosave.keepMine()}
      onTakeTheirs={() => draft.autosave.takeTheirs()}
    >
      <p>
        <Trans>
          Yours and theirs differ in: {list}. Yours has {mine} tiles, theirs {other}.
        </Trans>
      </p>
    </ConflictCard>
  )
}
