import { useLingui } from '@lingui/react/macro'
import { area, curveMonotoneX, line } from 'd3-shape'
import { memo } from 'react'
import type { Stage } from '../queries'
import type { StageLive } from './live'
import { signed } from './MapCard'
import css from './map.module.css'

const high = 116
/** Where an emotion from −2 to 2 stands, in pixels from the top. */
const y = (emotion: number) => 12 + ((2 - emotion) / 4) * (high - 24)

/** How customers should feel from stage to stage (dashes), and how they do (line, with its 95 % band). */
export const Curve = memo(function Curve({
  stages,
  intended,
  live,
}: {
  stages: readonly Stage[]
  intended: readonly (number | null)[]
  live?: ReadonlyMap<string, StageLive>
}) {
  const { t } = useLingui()
  const wide = stages.length * 100
  const points = stages.map((stage, at) => ({
    stage,
    x: (at + 0.5) * 100,
    intended: intended[at] ?? null,
    felt: live?.get(stage.id)?.emotion,
  }))
  const wanted = points.filter((p) => p.intended !== null)
  const felt = points.filter((p) => p.felt)
  const said = points.map((p) => {
    const name = p.stage.name
    const wish = p.intended === null ? t`nothing intended` : t`intended ${signed(p.intended, 1)}`
    return p.felt ? t`${name}: ${signed(p.felt.value, 1)}, ${wish}` : t`${name}: ${wish}`
  })
  return (
    <div className={css.curve} role="img" aria-label={t`How customers feel. ${said.join('; ')}.`}>
      <span className={css.level} style={{ insetBlockStart: y(2) - 12 }}>{t`+2 delighted`}</span>
      <span className={css.level} style={{ insetBlockStart: y(0) - 16 }}>
        0
      </span>
      <span className={css.level} style={{ insetBlockStart: y(-2) - 12 }}>{t`−2 angry`}</span>
      <svg viewBox={`0 0 ${Math.max(wide, 1)} ${high}`} preserveAspectRatio="none" aria-hidden="true">
        <line x1="0" x2={wide} y1={y(0)} y2={y(0)} stroke="var(--line)" vectorEffect="non-scaling-stroke" />
        {felt.length > 1 && (
          <path
            fill="var(--band)"
            d={
              area<(typeof felt)[number]>()
                .x((p) => p.x)
                .y0((p) => y(p.felt?.low ?? 0))
                .y1((p) => y(p.felt?.high ?? 0))
                .curve(curveMonotoneX)(felt) ?? ''
            }
          />
        )}
        {wanted.length > 1 && (
          <path
            className={css.wantedLine}
            d={
              line<(typeof wanted)[number]>()
                .x((p) => p.x)
                .y((p) => y(p.intended ?? 0))
                .curve(curveMonotoneX)(wanted) ?? ''
            }
          />
        )}
        {felt.length > 1 && (
          <path
            className={css.feltLine}
            d={
              line<(typeof felt)[number]>()
                .x((p) => p.x)
                .y((p) => y(p.felt?.value ?? 0))
                .curve(curveMonotoneX)(felt) ?? ''
            }
          />
        )}
      </svg>
      {points.map((p) => (
        <span key={p.stage.id} className={css.felt} style={{ insetInlineStart: `${(p.x / Math.max(wide, 1)) * 100}%` }}>
          {p.felt && <span className={css.dot} style={{ insetBlockStart: y(p.felt.value) }} />}
          {p.intended !== null && !p.felt && (
            <span className={css.dot} data-wanted="" style={{ insetBlockStart: y(p.intended) }} />
          )}
          {(p.felt || p.intended !== null) && (
            <span
              className={css.feltWords}
              style={{ insetBlockStart: Math.min(Math.max(y(p.felt?.value ?? p.intended ?? 0), 0) + 8, high - 12) }}
            >
              {p.felt && <b>{signed(p.felt.value, 1)} </b>}
              {p.intended !== null && t`intended ${signed(p.intended, 1)}`}
            </span>
          )}
        </span>
      ))}
    </div>
  )
})
