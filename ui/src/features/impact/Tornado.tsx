import { Trans } from '@lingui/react/macro'
import css from './impact.module.css'
import { useMoney } from './money'
import type { Influence } from './queries'
import { useInputNames } from './words'

/** How far the amount moves while one input goes from its lower to its upper end; the widest first. */
export function Tornado({ bars, currency, own }: { bars: readonly Influence[]; currency: string; own?: string }) {
  const names = useInputNames()
  const money = useMoney(currency)
  const list = bars.slice(0, 8)
  const ends = list.flatMap((b) => [b.at_p10, b.at_p90])
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const at = (v: number) => (high > low ? (100 * (v - low)) / (high - low) : 50)
  if (list.length === 0) {
    return (
      <p className="muted">
        <Trans>Every input is known exactly: nothing would make it surer.</Trans>
      </p>
    )
  }
  return (
    <ul className={css.tornado}>
      {list.map((b) => {
        const [from, to] = [Math.min(b.at_p10, b.at_p90), Math.max(b.at_p10, b.at_p90)]
        return (
          <li key={`${b.area ?? ''} ${b.input}`}>
            <span>
              {names[b.input] ?? b.input}
              {b.area && b.area !== own && <span className="muted"> · {b.area}</span>}
            </span>
            <span className={css.line} aria-hidden="true">
              <i style={{ left: `${at(from)}%`, width: `${Math.max(1, at(to) - at(from))}%` }} />
            </span>
            <span className={`${css.ends} small`}>
              {money.short(from)} – {money.short(to)}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
