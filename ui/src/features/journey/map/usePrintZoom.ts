import { type RefObject, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'

/** What an A4 page in landscape holds at 96 pixels an inch, within margins of 8 mm and under the heading. */
const wide = 1062
const tall = 640

/** While the map is printed: how large it is drawn so that one page holds all of it, in percent. */
export function usePrintZoom(board: RefObject<HTMLDivElement | null>): number | null {
  const [zoom, setZoom] = useState<number | null>(null)
  useEffect(() => {
    const before = () => {
      const grid = board.current?.querySelector<HTMLElement>('[data-grid]')
      if (!grid) return
      flushSync(() => setZoom(100))
      const columns = grid.querySelectorAll('[data-stage]').length
      // Columns narrower than on the screen would only make them higher.
      const width = Math.max(columns * 224, wide)
      grid.style.width = `${width}px`
      const fits = Math.min(1, wide / width, tall / grid.offsetHeight)
      // Lower pages have room for wider columns.
      grid.style.width = `${Math.floor(wide / fits)}px`
      let next = Math.floor(Math.min(fits, tall / grid.offsetHeight) * 100)
      // What doesn't shrink along, such as lines, makes it a little higher than reckoned.
      for (let i = 0; i < 6; i++) {
        const at = Math.max(10, next)
        flushSync(() => setZoom(at))
        const high = grid.getBoundingClientRect().height
        if (high <= tall) break
        next = Math.floor((at * tall) / high - 0.5)
      }
    }
    const after = () => {
      const grid = board.current?.querySelector<HTMLElement>('[data-grid]')
      if (grid) grid.style.width = ''
      setZoom(null)
    }
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    }
  }, [board])
  return zoom
}
