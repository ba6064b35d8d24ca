import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Card, CardBody } from '../../components/layout/Page'
import { type Content, type Difference, differences } from './definition'
import css from './survey.module.css'
import type { Draft } from './useDraft'

/** Two people changed one draft: where they differ, and which is to stay. Until then nothing is saved over either. */
export function Conflict({ draft, theirs }: { draft: Draft; theirs: Content }) {
  const { t } = useLingui()
  const found = differences(draft.content, theirs)
  const name = ({ what, n }: Difference) => {
    const words: Record<Difference['what'], string> = {
      name: t`Name`,
      intro: t`Introduction`,
      thanks: t`Thanks`,
      touch_point: t`Touch point`,
      order: t`Order of the questions`,
      question: t`Question ${n ?? 0}`,
      look: t`Look`,
      languages: t`Languages`,
    }
    return words[what]
  }
  return (
    <Card title={t`Somebody changed this survey meanwhile`} remark={t`nothing of yours is lost, and nothing is saved`}>
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
                {found.map((one) => (
                  <tr key={`${one.what}-${one.n}-${one.mine}`}>
                    <th scope="row">{name(one)}</th>
                    <td>{['order', 'look', 'languages'].includes(one.what) ? t`as here` : one.mine || t`nothing`}</td>
                    <td>{['order', 'look', 'languages'].includes(one.what) ? t`another` : one.theirs || t`nothing`}</td>
                  </tr>
                ))}
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
