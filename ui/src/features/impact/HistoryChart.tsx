import { Trans, useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import css from './impact.module.css'
import { useMoney } from './money'
import type { Detail } from './queries'

const [wide, high, left, foot, top] = [640, 180, 64, 24, 10]

/** What it was measured to cost, measurement by measurement, with its ranges; the table beside it is for screen readers. */
export function HistoryChart({ past, currency }: { past: Detail['history']; currency: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const money = useMoney(currency)
  const list = [...(past ?? [])].reverse()
  if (list.length < 2) {
    return (
      <p className="muted">
        <Trans>Measured once. From the next measurement on it is drawn here.</Trans>
      </p>
    )
  }
  const most = Math.max(1, ...list.map((p) => p.total.p90))
  const least = Math.min(0, ...list.map((p) => p.total.p10))
  const x = (at: number) => left + ((wide - left - 12) * (at + 0.5)) / list.length
  const y = (v: number) => top + ((high - top - foot) * (most - v)) / (most - least)
  const step = Math.max(1, Math.ceil(list.length / 6))
  return (
    <>
      <svg
        className={css.history}
        viewBox={`0 0 ${wide} ${high}`}
        role="img"
        aria-label={t`What it was measured to cost`}
        direction="ltr"
      >
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <path d={`M${left} ${y(most * part)}H${wide}`} stroke="var(--line)" />
            <text x={left - 8} y={y(most * part) + 4} textAnchor="end">
              {money.short(most * part)}
            </text>
          </g>
        ))}
        {list.map((p, at) => (
          <g key={p.run}>
            <path d={`M${x(at)} ${y(p.total.p10)}V${y(p.total.p90)}`} stroke="var(--control)" strokeWidth={6} />
            <path d={`M${x(at) - 7} ${y(p.total.p50)}h14`} stroke="var(--ink)" strokeWidth={2} />
            {at % step === 0 && (
              <text x={x(at)} y={high - 6} textAnchor="middle">
                {format.dayMonth(p.at)}
              </text>
            )}
          </g>
        ))}
      </svg>
      <table className="vh">
        <caption>{t`What it was measured to cost`}</caption>
        <tbody>
          {list.map((p) => (
            <tr key={p.run}>
              <th scope="row">{format.dateTime(p.at)}</th>
              <td>{money.short(p.total.p10)}</td>
              <td>{money.short(p.total.p50)}</td>
              <td>{money.short(p.total.p90)}</td>
              <td>{p.grade}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
