import { useFormat } from '../../words/i18n'
import css from './impact.module.css'
import type { Assessed } from './queries'

/** The share of the total that an area and all costlier ones carry, with its range. */
export function Pareto({ areas }: { areas: readonly Assessed[] }) {
  const format = useFormat()
  return (
    <ol className={css.pareto}>
      {areas.slice(0, 12).map((a) => (
        <li key={a.area}>
          <span className="ellipsis">{a.name}</span>
          <span className={css.line} aria-hidden="true">
            <i
              style={{
                left: `${100 * a.cumulative.p10}%`,
                width: `${Math.max(0.6, 100 * (a.cumulative.p90 - a.cumulative.p10))}%`,
              }}
            />
            <b style={{ left: `${100 * a.cumulative.p50}%` }} />
          </span>
          <span className={`${css.ends} small`}>
            <b className="strong">{format.percent(a.cumulative.p50)}</b> {format.percent(a.cumulative.p10)}–
            {format.percent(a.cumulative.p90)}
          </span>
        </li>
      ))}
    </ol>
  )
}
