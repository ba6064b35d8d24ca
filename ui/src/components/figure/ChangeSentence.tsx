import { Trans, useLingui } from '@lingui/react/macro'
import type { Change } from '../../core/metrics'
import { useFormat } from '../../words/i18n'
import css from './figure.module.css'

type Props = {
  change: Change | null | undefined
  /** What it is compared with, as said after "than": "September", "Oct 2025 – Oct 2026". */
  against: string
  unit: string
  /** A few words for a table cell: "11.1 lower". */
  short?: boolean
  /** Compared with everything else at the same time: nothing changed, things differ. */
  rest?: boolean
}

/** A comparison in words and a shape: "5.8 points lower than September (1.0 to 10.5): more than noise". */
export function ChangeSentence({ change, against, unit, short, rest }: Props) {
  const clear = change?.verdict === 'higher' || change?.verdict === 'lower'
  return (
    <span className={css.change} data-short={short ? '' : undefined}>
      <ChangeShape verdict={change?.verdict} judgement={change?.judgement} />
      {clear ? (
        <Clear change={change} against={against} unit={unit} short={short} />
      ) : (
        <Unclear verdict={change?.verdict} against={against} short={short} rest={rest} />
      )}
    </span>
  )
}

function Clear({ change, against, unit, short }: Props & { change: Change }) {
  const { t } = useLingui()
  const format = useFormat()
  const size = format.value(Math.abs(change.value ?? 0), unit)
  const ends = [Math.abs(change.low ?? 0), Math.abs(change.high ?? 0)].sort((a, b) => a - b) as [number, number]
  const low = format.value(ends[0], unit)
  const high = format.value(ends[1], unit)
  const tone = change.judgement === 'better' || change.judgement === 'worse' ? change.judgement : undefined
  const up = change.verdict === 'higher'
  if (short) return <span className={tone}>{up ? t`${size} higher` : t`${size} lower`}</span>
  const points = unit === '%' || unit === 'points'
  const amount = points
    ? up
      ? t`${size} points higher`
      : t`${size} points lower`
    : up
      ? t`${size} higher`
      : t`${size} lower`
  return (
    <span>
      <Trans>
        <b className={tone}>{amount}</b> than {against} ({low} to {high}): more than noise
      </Trans>
    </span>
  )
}

function Unclear({
  verdict,
  against,
  short,
  rest,
}: {
  verdict: Change['verdict'] | undefined
  against: string
  short?: boolean
  rest?: boolean
}) {
  if (verdict === 'unclear' && rest) {
    return short ? (
      <span className="muted">
        <Trans>not clearly apart</Trans>
      </span>
    ) : (
      <span>
        <Trans>Not clearly apart from {against}: within noise</Trans>
      </span>
    )
  }
  if (verdict === 'unclear') {
    return short ? (
      <span className="muted">
        <Trans>no clear change</Trans>
      </span>
    ) : (
      <span>
        <Trans>No clear change from {against}: within noise</Trans>
      </span>
    )
  }
  if (short) {
    return (
      <span className="muted">
        <Trans>too few to compare</Trans>
      </span>
    )
  }
  return (
    <span>
      <Trans>Too few answers to compare with {against}</Trans>
    </span>
  )
}

/** Triangle for a change that is more than noise, waves for none: readable without colour. */
export function ChangeShape({ verdict, judgement }: { verdict?: Change['verdict']; judgement?: Change['judgement'] }) {
  const fill =
    judgement === 'worse' ? 'var(--worse-mark)' : judgement === 'better' ? 'var(--better-mark)' : 'var(--ink-2)'
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {verdict === 'higher' && <path d="M1.500 9.500h9L6 2.500z" fill={fill} />}
      {verdict === 'lower' && <path d="M1.500 3h9L6 10z" fill={fill} />}
      {verdict !== 'higher' && verdict !== 'lower' && (
        <path
          d="M1 4.200c1.700-1.600 3.300-1.600 5 0s3.300 1.600 5 0M1 8.200c1.700-1.600 3.300-1.600 5 0s3.300 1.600 5 0"
          fill="none"
          stroke="var(--ink-3)"
          strokeWidth="1.300"
        />
      )}
    </svg>
  )
}
