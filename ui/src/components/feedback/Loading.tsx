import { Trans } from '@lingui/react/macro'
import { useEffect, useState } from 'react'
import css from './feedback.module.css'

/** A grey shape where something will stand. */
export function Skeleton({ width, height = 12 }: { width: string; height?: number }) {
  return <span className={css.skeleton} style={{ width, height }} aria-hidden="true" />
}

const shapes = [
  ['34%', '10%', '38%'],
  ['28%', '10%', '30%'],
  ['40%', '10%', '24%'],
  ['22%', '10%', '34%'],
]

/** The shape of rows that are coming; a moving bar once it takes longer than a second. */
export function LoadingRows({ rows = 4 }: { rows?: number }) {
  return (
    <div role="status" aria-busy="true">
      <span className="vh">
        <Trans>Loading</Trans>
      </span>
      <SlowBar />
      <div className={css.rows}>
        {Array.from({ length: rows }, (_, row) => row).map((row) => (
          <div key={row}>
            {shapes[row % shapes.length]?.map((width) => (
              <Skeleton key={width} width={width} />
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}

/** Nothing for a second, then a bar that moves: short waits need no drama. */
export function SlowBar() {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 1000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={css.bar} data-endless="" style={slow ? undefined : { visibility: 'hidden' }}>
      <span />
    </div>
  )
}

/** Progress of known length, `share` from 0 to 1. */
export function Progress({ share, label }: { share: number; label: string }) {
  const done = Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <div
      className={css.bar}
      role="progressbar"
      aria-label={label}
      aria-valuenow={done}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span style={{ width: `${done}%` }} />
    </div>
  )
}
