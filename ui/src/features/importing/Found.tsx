import { Trans, useLingui } from '@lingui/react/macro'
import { Notice } from '../../components/feedback/ErrorState'
import { Card, CardBody } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { type Metric, useMetrics } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { StateCounts } from './MeasureTable'
import type { Import } from './queries'
import { useMeasureName } from './words'

/** What the import brought beside its rows: new metrics, and where scores stop being comparable. */
export function Found({ im }: { im: Import }) {
  const { t } = useLingui()
  const metrics = useMetrics().data ?? []
  const nameOf = useMeasureName()
  const fresh = new Set(im.new_metrics ?? [])
  const standing = im.state !== 'undone' && im.state !== 'undoing'
  const broken = metrics.filter((m) => m.break && m.key in (im.mapping.measures ?? {}))
  if (fresh.size === 0 && broken.length === 0) return null
  return (
    <Card title={t`Found in the file`}>
      <CardBody>
        <div className="stack" style={{ gap: 12 }}>
          {standing &&
            broken.map((m) => (
              <Notice key={m.key} tone="soon" icon="warning">
                <Broken name={m.name} found={m.break} />
              </Notice>
            ))}
          {fresh.size > 0 && (
            <div>
              <p className="muted small" style={{ paddingBottom: 6 }}>
                <Trans>New metrics</Trans>
              </p>
              <div className="row wrap" style={{ gap: 4 }}>
                {[...fresh].map((key) => {
                  const measure = im.mapping.measures?.[key]
                  const name = nameOf(key, measure)
                  return <Tag key={key}>{name}</Tag>
                })}
              </div>
            </div>
          )}
        </div>
      </CardBody>
    </Card>
  )
}

function Broken({ name, found }: { name: string; found: Metric['break'] }) {
  const format = useFormat()
  if (!found) return null
  const from = format.day(found.at)
  const dropped = format.count(found.dropped ?? 0)
  return found.dropped ? (
    <Trans>
      <b>{name}</b> can’t be compared from {from} on: {dropped} values lay beside the scale and were dropped.
    </Trans>
  ) : (
    <>
      <Trans>
        <b>{name}</b> can’t be compared from {from} on.
      </Trans>{' '}
      {found.note}
    </>
  )
}

/** What became of each measure's values. What isn't left out of an accepted row was answered. */
export function Scores({ im }: { im: Import }) {
  const { t } = useLingui()
  const nameOf = useMeasureName()
  const rows = Object.entries(im.mapping.measures ?? {})
    .map(([key, measure]) => {
      const out = im.left_out[key] ?? {}
      const [not_rated, not_answered, out_of_scale] = [out.not_rated ?? 0, out.not_answered ?? 0, out.out_of_scale ?? 0]
      const answered = im.accepted - not_rated - not_answered - out_of_scale
      return { key, name: nameOf(key, measure), answered, not_rated, not_answered, out_of_scale }
    })
    .sort((a, b) => a.name.localeCompare(b.name))
  if (rows.length === 0 || im.accepted === 0) return null
  return (
    <Card title={t`Scores`} remark={t`of the rows that were accepted`}>
      <StateCounts rows={rows} />
    </Card>
  )
}
