import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Button } from '../Button'
import { Card, CardBody } from '../layout/Page'
import css from './feedback.module.css'

export type Differing = { key: string; where: string; mine: string; theirs: string }

/** Two people, or two tabs, changed one thing: where they differ, and which is to stay. Until then nothing is saved over either. */
export function ConflictCard({
  title,
  rows = [],
  children,
  onKeepMine,
  onTakeTheirs,
}: {
  title: string
  rows?: readonly Differing[]
  children?: ReactNode
  onKeepMine: () => void
  onTakeTheirs: () => void
}) {
  const { t } = useLingui()
  return (
    <Card title={title} remark={t`nothing of yours is lost, and nothing is saved`}>
      <CardBody>
        <div className="stack" style={{ gap: 12 }} role="alert">
          {children}
          {rows.length > 0 && (
            <table className={css.differences}>
              <thead>
                <tr>
                  <th scope="col">{t`Where`}</th>
                  <th scope="col">{t`Yours`}</th>
                  <th scope="col">{t`Theirs`}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.key}>
                    <th scope="row">{row.where}</th>
                    <td dir="auto">{row.mine || t`nothing`}</td>
                    <td dir="auto">{row.theirs || t`nothing`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <div className="row wrap">
            <Button kind="primary" onClick={onKeepMine}>
              <Trans>Keep mine</Trans>
            </Button>
            <Button onClick={onTakeTheirs}>
              <Trans>Take theirs</Trans>
            </Button>
          </div>
        </div>
      </CardBody>
    </Card>
  )
}
