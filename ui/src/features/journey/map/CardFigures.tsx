import { Plural, Trans } from '@lingui/react/macro'
import { AppLink } from '../../../components/AppLink'
import { Figure } from '../../../components/figure/Figure'
import { IntervalMark } from '../../../components/figure/IntervalMark'
import { useFormat } from '../../../words/i18n'
import type { CardLive, Judgement } from './live'
import css from './map.module.css'

/** What is heard at a touch point now: figure, interval, trend, against before; open cases and money at risk. */
export function CardFigures({ live }: { live: CardLive }) {
  const format = useFormat()
  const { figure } = live
  return (
    <>
      {figure && (
        <>
          <span className="small muted ellipsis" dir="auto">
            {figure.href ? (
              <AppLink className={css.over} href={figure.href}>
                {figure.name}
              </AppLink>
            ) : (
              figure.name
            )}
          </span>
          <span className={css.figureRow}>
            <Figure figure={figure.estimate} unit={figure.unit} size="medium" />
            <span className="grow">
              <IntervalMark
                figure={figure.estimate}
                domain={figure.domain}
                unit={figure.unit}
                target={figure.target}
                judgement={figure.judgement}
              />
            </span>
            {live.trend && live.trend.length > 1 && <Spark values={live.trend} judgement={figure.judgement} />}
          </span>
          <span className="small muted">
            {figure.estimate.too_few ? (
              <Trans>n {format.count(figure.estimate.n)}</Trans>
            ) : (
              <Trans>
                {format.range(figure.estimate.low, figure.estimate.high, figure.unit)} · n{' '}
                {format.count(figure.estimate.n)}
              </Trans>
            )}
          </span>
          {figure.change && <ChangeLine judgement={figure.judgement}>{figure.change}</ChangeLine>}
        </>
      )}
      {live.volume !== undefined && (
        <span className="small">
          <Plural value={live.volume} one="# signal" other={`${format.count(live.volume)} signals`} />
        </span>
      )}
      {live.deaf && (
        <span className="small soon">
          <Trans>Nothing is heard here</Trans>
        </span>
      )}
      {(live.cases || live.money) && (
        <span className={css.bottom}>
          {live.cases &&
            (live.cases.href ? (
              <AppLink className={css.over} href={live.cases.href}>
                <Plural value={live.cases.open} one="# case" other="# cases" />
              </AppLink>
            ) : (
              <Plural value={live.cases.open} one="# case" other="# cases" />
            ))}
          <span className="grow" />
          {live.money && <span>{live.money}</span>}
        </span>
      )}
    </>
  )
}

const tones: Record<Judgement, string> = {
  better: 'var(--better-mark)',
  worse: 'var(--worse-mark)',
  unclear: 'var(--ink-3)',
}

/** A shape beside the words: up, down, or waves where nothing can be told apart from chance. */
export function ChangeLine({ judgement = 'unclear', children }: { judgement?: Judgement; children: string }) {
  return (
    <span className={`small ${css.change} ${judgement === 'unclear' ? 'muted' : judgement}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" fill={tones[judgement]}>
        {judgement === 'unclear' ? (
          <path
            d="M1 4.200c1.700-1.600 3.300-1.600 5 0s3.300 1.600 5 0M1 8.200c1.700-1.600 3.300-1.600 5 0s3.300 1.600 5 0"
            fill="none"
            stroke="var(--ink-3)"
            strokeWidth="1.300"
          />
        ) : (
          <path d={judgement === 'better' ? 'M1.500 9.500h9L6 2.500z' : 'M1.500 3h9L6 10z'} />
        )}
      </svg>
      {children}
    </span>
  )
}

/** A line of 52 × 20 px through the values; a dot on the latest. */
function Spark({ values, judgement = 'unclear' }: { values: readonly (number | null)[]; judgement?: Judgement }) {
  const known = values.flatMap((v, at) => (v === null ? [] : [[at, v] as const]))
  const low = Math.min(...known.map(([, v]) => v))
  const high = Math.max(...known.map(([, v]) => v))
  const x = (at: number) => 2 + (at / Math.max(values.length - 1, 1)) * 46
  const y = (v: number) => (high === low ? 10 : 17 - ((v - low) / (high - low)) * 14)
  const last = known.at(-1)
  if (!last) return null
  return (
    <svg className={css.spark} width="52" height="20" viewBox="0 0 52 20" aria-hidden="true">
      <path
        d={`M${known.map(([at, v]) => `${x(at).toFixed(1)} ${y(v).toFixed(1)}`).join(' ')}`}
        fill="none"
        stroke={tones[judgement]}
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <circle cx={x(last[0])} cy={y(last[1])} r="2.5" fill={tones[judgement]} />
    </svg>
  )
}
