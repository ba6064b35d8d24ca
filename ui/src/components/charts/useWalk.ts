import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, useState } from 'react'

/** One stop in a drawing: what is said of it, and where Enter leads. */
export type Stop = { key: string; said: string; href: string }

/** Makes a drawing one slider for the keyboard: arrows walk along its marks, Enter opens what is behind one. */
export function useWalk(title: string, stops: readonly Stop[]) {
  const router = useRouter({ warn: false })
  const [at, setAt] = useState<number | null>(null)
  const seen = at === null ? undefined : stops[at]
  const onKeyDown = (event: KeyboardEvent) => {
    const from = at ?? -1
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }
    if (event.key === 'Escape') setAt(null)
    else if (event.key === 'Enter' && seen) void router.navigate({ href: seen.href })
    else if (event.key in steps || event.key === 'Home' || event.key === 'End') {
      const to = event.key === 'Home' ? 0 : event.key === 'End' ? stops.length - 1 : from + (steps[event.key] ?? 0)
      setAt(Math.min(stops.length - 1, Math.max(0, to)))
      event.preventDefault()
    }
  }
  return {
    at,
    seen,
    setAt,
    open: (stop: Stop) => void router.navigate({ href: stop.href }),
    slider: {
      title,
      'aria-valuemin': 1,
      'aria-valuemax': stops.length,
      'aria-valuenow': (at ?? 0) + 1,
      'aria-valuetext': (seen ?? stops[0])?.said,
      onKeyDown,
      onBlur: () => setAt(null),
      onPointerLeave: () => setAt(null),
    },
  }
}

export type Walk = ReturnType<typeof useWalk>
