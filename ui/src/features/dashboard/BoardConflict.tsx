import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Card, CardBody } from '../../components/layout/Page'
import { type Content, differences } from './content'
import type { BoardDraft } from './useBoardDraft'

/** Two people, or two tabs, changed one dashboard: where they differ, and which is to stay. */
export function BoardConflict({ draft, theirs }: { draft: BoardDraft; theirs: Content }) {
  const { t } = useLingui()
  const words = { name: t`name and sharing`, frame: t`period and filter`, tiles: t`tiles` }
  const found = differences(draft.content, theirs).map((what) => words[what])
  const list = found.join(', ')
  const [mine, other] = [draft.content.tiles.length, theirs.tiles.length]
  return (
    <Card
      title={t`Somebody changed this dashboard meanwhile`}
      remark={t`nothing of yours is lost, and nothing is saved`}
    >
      <CardBody>
        <div className="stack" role="alert">
          <p>
            <Trans>
              Yours and theirs differ in: {list}. Yours has {mine} tiles, theirs {other}.
            </Trans>
          </p>
          <div className="row wrap">
            <Button kind="primary" onClick={() => void draft.autosave.keepMine()}>
              <Trans>Keep mine</Trans>
            </Button>
            <Button onClick={() => draft.autosave.takeTheirs()}>
              <Trans>Take theirs</Trans>
            </Button>
          </div>
        </div>
      </CardBody>
    </Card>
  )
}
