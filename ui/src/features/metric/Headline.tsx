import { Plural, Trans } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Skeleton } from '../../components/feedback/Loading'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { writeWhere } from '../../components/filter/where'
import type { Dimension } from '../../core/dimensions'
import { useFigures } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import { headline, mostMoved } from './headline'
import css from './metric.module.css'
import type { Told } from './queries'

/** The first thing said: what changed by more than noise, where it changed most, and the way there. */
export function Headline({
  view,
  told,
  pending,
  dimension,
}: {
  view: FigureView
  told: readonly Told[]
  pending: boolean
  dimension: Dimension | undefined
}) {
  const format = useFormat()
  const found = headline(told.flatMap(({ metric, row, brokenAt }) => (row && !brokenAt ? [{ metric, row }] : [])))
  const verdict = found.largest?.row.change?.verdict === 'higher' ? 'higher' : 'lower'
  const where = useFigures(
    { metric: found.largest?.metric.key ?? '', by: [dimension?.key ?? ''], ...view.question },
    { enabled: found.largest !== null && dimension !== undefined },
  )
  if (pending) {
    return (
      <p className={css.headline} aria-busy="true">
        <Skeleton width="60%" height={20} />
      </p>
    )
  }
  if (!view.before) {
    const period = view.period ? format.period(view.period.from, view.period.to) : ''
    return (
      <p className={css.headline}>
        {period ? (
          <Trans>
            <b>{period}</b>, compared with nothing. Choose what to compare with to see what changed.
          </Trans>
        ) : (
          <Trans>
            <b>All time</b> is shown. Choose a period to see what changed.
          </Trans>
        )}
      </p>
    )
  }
  const against = view.againstWords
  if (!found.largest) {
    return (
      <p className={css.headline}>
        {found.compared > 0 ? (
          <Trans>
            <b>No figure changed by more than noise</b> against {against}.
          </Trans>
        ) : (
          <Trans>
            <b>Too few answers</b> to compare with {against}.
          </Trans>
        )}
      </p>
    )
  }
  const key = dimension?.key ?? ''
  const named = (where.data?.rows ?? []).filter((row) => row.by[key])
  const most = where.isPlaceholderData ? null : mostMoved(named, verdict)
  const value = most?.by[key] ?? ''
  const place = most?.label?.[key] || value
  const name = found.largest.metric.name
  const there = {
    ...view.slice,
    where:
      most && value ? [...view.where, writeWhere({ kind: 'any', dimension: key, values: [value] })] : view.slice.where,
  }
  return (
    <p className={css.headline}>
      <b>
        <Moved fell={found.fell} rose={found.rose} />
      </b>{' '}
      <Most name={name} verdict={verdict} only={found.fell + found.rose === 1} place={value && place} />{' '}
      <AppLink className="link" href={address(`/figures/${found.largest.metric.key}`, there)}>
        <Trans>See what changed</Trans>
      </AppLink>
    </p>
  )
}

/** Which figure it is, and where it moved furthest. */
function Most({
  name,
  verdict,
  only,
  place,
}: {
  name: string
  verdict: 'lower' | 'higher'
  only: boolean
  place: string
}) {
  return (
    <>
      {only ? (
        <Trans>
          It is <b>{name}</b>.
        </Trans>
      ) : verdict === 'lower' ? (
        <Trans>
          <b>{name}</b> fell most.
        </Trans>
      ) : (
        <Trans>
          <b>{name}</b> rose most.
        </Trans>
      )}
      {place &&
        (verdict === 'lower' ? (
          <Trans>
            {' '}
            The fall is largest at <b>{place}</b>.
          </Trans>
        ) : (
          <Trans>
            {' '}
            The rise is largest at <b>{place}</b>.
          </Trans>
        ))}
    </>
  )
}

function Moved({ fell, rose }: { fell: number; rose: number }) {
  if (fell > 0 && rose > 0) {
    return (
      <Trans>
        <Plural value={fell} one="One figure fell" other="# figures fell" _2="Two figures fell" />
        {' and '}
        <Plural value={rose} one="one rose" other="# rose" _2="two rose" /> by more than noise.
      </Trans>
    )
  }
  return fell > 0 ? (
    <Plural
      value={fell}
      one="One figure fell by more than noise."
      _2="Two figures fell by more than noise."
      _3="Three figures fell by more than noise."
      other="# figures fell by more than noise."
    />
  ) : (
    <Plural
      value={rose}
      one="One figure rose by more than noise."
      _2="Two figures rose by more than noise."
      _3="Three figures rose by more than noise."
      other="# figures rose by more than noise."
    />
  )
}
