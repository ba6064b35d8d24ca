import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { useSearchState } from '../../../components/filter/useSearchState'

export const steps = [30, 40, 50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200]

/** The next step of the scale in a direction. */
export function stepFrom(zoom: number, by: 1 | -1): number {
  return (by > 0 ? steps.find((s) => s > zoom) : steps.findLast((s) => s < zoom)) ?? zoom
}

/** How large the map is drawn, in percent; kept in the address. Ctrl with + − 0, or with the wheel, changes it. */
export function useZoom(board: RefObject<HTMLDivElement | null>) {
  const [get, set] = useSearchState()
  const [zoom, setZoom] = useState(() => Math.min(200, Math.max(20, Number(get('zoom')) || 100)))
  const latest = useRef({ zoom, set })
  useEffect(() => {
    latest.current = { zoom, set }
  })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const change = useCallback((next: number) => {
    setZoom(next)
    clearTimeout(timer.current)
    // The address follows when the wheel has come to rest.
    timer.current = setTimeout(() => latest.current.set({ zoom: next === 100 ? undefined : String(next) }), 300)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])

  /** So that all stages and rows are seen, if that can still be read. */
  const fit = useCallback(() => {
    const root = board.current
    const grid = root?.querySelector<HTMLElement>('[data-grid]')
    if (!root || !grid) return
    const now = latest.current.zoom / 100
    const wide = (root.clientWidth - 48) / (grid.scrollWidth / now || 1)
    const tall = (root.clientHeight - 24) / (grid.offsetHeight / now || 1)
    change(Math.max(20, Math.min(100, Math.floor(Math.min(wide, tall) * 100))))
    root.scrollTo(0, 0)
  }, [board, change])

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const { zoom } = latest.current
      if (event.key === '+' || event.key === '=') change(stepFrom(zoom, 1))
      else if (event.key === '-') change(stepFrom(zoom, -1))
      else if (event.key === '0') change(100)
      else return
      event.preventDefault()
    }
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey || !board.current?.contains(event.target as Node)) return
      event.preventDefault()
      const next = latest.current.zoom * Math.exp(-event.deltaY / 500)
      change(Math.round(Math.min(200, Math.max(20, next))))
    }
    window.addEventListener('keydown', onKey)
    window.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      window.removeEventListener('keydown', onKey)
      window.removeEventListener('wheel', onWheel)
    }
  }, [board, change])
  return { zoom, change, fit }
}
