import type { ReactNode } from 'react'
import type { Walk } from './useWalk'

/** The canvas of a drawing that is walked by arrow keys. */
export function Drawing({
  wide,
  tall,
  walk,
  children,
}: {
  wide: number
  tall: number
  walk: Walk
  children: ReactNode
}) {
  const { title, 'aria-valuenow': now, ...rest } = walk.slider
  return (
    <svg
      data-chart=""
      viewBox={`0 0 ${wide} ${tall}`}
      width="100%"
      height={tall}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a slider for the keyboard: arrow keys, a spoken value
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-valuenow={now}
      {...rest}
    >
      {children}
    </svg>
  )
}
