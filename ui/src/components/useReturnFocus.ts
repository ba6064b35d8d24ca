import { useEffect } from 'react'

/**
 * Gives the focus back to where it was when a dialog that is mounted open goes away; without it focus falls to the
 * body. Where that element has left the page, or something else has taken the focus on purpose, nothing is done.
 */
export function useReturnFocus(): void {
  useEffect(() => {
    const before = document.activeElement
    return () => {
      // After the dialog has left the page: until then the focus is still inside it.
      setTimeout(() => {
        const lost = !document.activeElement || document.activeElement === document.body
        if (lost && before instanceof HTMLElement && before.isConnected) before.focus()
      })
    }
  }, [])
}
