import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Card, CardBody } from '../../components/layout/Page'
import { type Content, type Difference, differences } from './draft'
import css from './editor.module.css'
import type { Draft } from './useDraft'
import { useOwnerName } from './words'

/** Two people wrote one draft: where they differ, and which is to stay. Until then nothing is saved over either. */
export function Conflict({ draft, theirs }: { draft: Draft; theirs: Content }) {
  const { t } = useLingui()
  const owner = useOwnerName()
  const words: Record<Difference['what'], string> = {
    text: t`What is promised`,
    brand: t`Brand`,
    segment: t`To whom`,
    owner: t`Who answers for it`,
    order: t`Order of the tenets`,
    tenet: t`Tenet`,
  }
  const found = differences(draft.content, theirs)
  return (
    <Card title={t`Somebody changed this draft meanwhile`} remark={t`nothing of yours is lost, and nothing is saved`}>
      <CardBody>
        <div className="stack" style={{ gap: 12 }} role="alert">
          {found.length > 0 && (
            <table className={css.differences}>
              <thead>
                <tr>
                  <th scope="col">{t`Where`}</th>
                  <th scope="col">{t`Yours`}</th>
                  <th scope="col">{t`Theirs`}</th>
                </tr>
              </thead>
              <tbody>
                {found.map((d) => {
                  const say = (text: string) => (d.what === 'owner' ? owner(text) : text) || t`nothing`
                  return (
                    <tr key={`${d.what}-${d.mine}-${d.theirs}`}>
                      <th scope="row">{words[d.what]}</th>
                      <td dir="auto">{d.what === 'order' ? t`as here` : say(d.mine)}</td>
                      <td dir="auto">
                        {d.what === 'order' || (d.what === 'tenet' && d.mine === d.theirs) ? t`another` : say(d.theirs)}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          )}
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
