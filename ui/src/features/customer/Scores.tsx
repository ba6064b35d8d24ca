import { useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { address } from '../../components/filter/search'
import { writeWhere } from '../../components/filter/where'
import { Card } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import css from './customer.module.css'
import { type Known, type Score, useScores } from './queries'

/** What the customer's signals said, a line a metric: the course, the last score, how many there are. */
export function Scores({ known }: { known: Known }) {
  const { t } = useLingui()
  const scores = useScores(known.id).data ?? []
  const where = [writeWhere({ kind: 'any', dimension: 'customer', values: [known.external_id || known.id] })]
  if (scores.length === 0) return null
  return (
    <Card title={t`Scores given`} link={{ label: t`All signals`, href: address('/signals', { where, from: 'all' }) }}>
      {scores.map((score) => (
        <Line key={score.metric} score={score} where={where} />
      ))}
    </Card>
  )
}

function Line({ score, where }: { score: Score; where: string[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const { last, max, n } = score
  const mean = format.number(score.mean, 1)
  const href = address('/signals', { where, metric: score.metric, from: 'all' })
  return (
    <div className={css.score}>
      <div>
        <AppLink className="link" href={href}>
          {score.name}
        </AppLink>
        <div className="small muted">
          {n === 1 ? t`once, ${format.date(score.last_at)}` : t`${n} times, mean ${mean}`}
        </div>
      </div>
      <Spark score={score} />
      <span className="right nowrap">
        <b>{last}</b> <span className="muted small">{t`of ${max}`}</span>
      </span>
    </div>
  )
}

const [width, height] = [96, 28]

/** The latest scores from the oldest to the newest; the words beside it say the same. */
function Spark({ score }: { score: Score }) {
  const points = score.points ?? []
  if (points.length < 2) return <span />
  const span = score.max - score.min || 1
  const at = points.map((p, i) => [
    4 + (i / (points.length - 1)) * (width - 8),
    height - 4 - ((p.score - score.min) / span) * (height - 8),
  ])
  const [x, y] = at.at(-1) as [number, number]
  return (
    <svg className={css.spark} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      <polyline points={at.map((p) => p.join(',')).join(' ')} fill="none" stroke="var(--control)" strokeWidth="1.5" />
      <circle cx={x} cy={y} r="3" fill="var(--accent)" />
    </svg>
  )
}
