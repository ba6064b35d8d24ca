import { Trans, useLingui } from '@lingui/react/macro'
import { Card, CardBody } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import type { CustomerValue } from './queries'
import css from './value.module.css'
import { useHorizonWords, useKindWords, useWhose } from './words'

/** One value: the figure, its range, its grade. */
export function InForceCard({ of }: { of: CustomerValue }) {
  const { t } = useLingui()
  const format = useFormat()
  const horizon = useHorizonWords()(of.horizon_days)
  const kind = useKindWords()[of.kind]
  const whose = useWhose()(of.segment)
  const { p10, p50, p90 } = of.amount
  const [low, mid, high] = [p10, p50, p90].map((m) => format.money(m.text, m.currency))
  const since = of.superseded_at ? format.date(of.superseded_at) : ''
  const span = p90.minor * 1.15 || 1
  return (
    <Card
      title={whose}
      remark={of.superseded_at ? t`superseded on ${since}` : t`in force`}
      controls={<GradeTag grade={of.grade} />}
    >
      <CardBody>
        <div className={css.headline}>
          <p className={css.figure}>{mid}</p>
          <div>
            <p>
              <Trans>
                between <b>{low}</b> and <b>{high}</b>, eight times in ten
              </Trans>
            </p>
            <p className="second">
              <Trans>
                Margin that one living customer still brings within {horizon}, in today’s money. {kind}.
              </Trans>
            </p>
          </div>
        </div>
        <div className={css.range} role="img" aria-label={t`${mid}, between ${low} and ${high}`}>
          <span
            className={css.band}
            style={{
              insetInlineStart: `${(100 * p10.minor) / span}%`,
              width: `${(100 * (p90.minor - p10.minor)) / span}%`,
            }}
          />
          <span className={css.dot} style={{ insetInlineStart: `${(100 * p50.minor) / span}%` }} />
        </div>
        <p className="second small">{of.reason}</p>
      </CardBody>
    </Card>
  )
}

/** How good the evidence is. */
export function GradeTag({ grade }: { grade: 'A' | 'B' | 'C' | 'D' }) {
  const { t } = useLingui()
  const said = {
    A: t`Grade A: experiment`,
    B: t`Grade B: own data, tested`,
    C: t`Grade C: own data`,
    D: t`Grade D: assumed`,
  }[grade]
  return <Tag tone={grade === 'A' || grade === 'B' ? 'better' : grade === 'C' ? 'outline' : 'soon'}>{said}</Tag>
}
