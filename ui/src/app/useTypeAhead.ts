import type { SpotlightStore } from '@mantine/spotlight'
import { type FocusEvent, useEffect, useRef } from 'react'

/**
 * Gives the palette what is typed between asking for it and its field having the focus. Somebody who types on doesn't lose
 * letters, and a letter doesn't run the page's single-key command meanwhile. The result is for the field's onFocus.
 */
export function useTypeAhead(store: SpotlightStore): (event: FocusEvent<HTMLInputElement>) => void {
  const typed = useRef('')
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!store.getState().opened) typed.current = ''
      else if (isLetter(event) && !(event.target instanceof Element && event.target.closest('[role="dialog"]'))) {
        event.preventDefault()
        event.stopImmediatePropagation()
        typed.current += event.key
      }
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [store])
  return ({ currentTarget: field }) => {
    if (!typed.current) return
    field.setRangeText(typed.current, field.value.length, field.value.length, 'end')
    typed.current = ''
    field.dispatchEvent(new Event('input', { bubbles: true })) // as if it had been typed into the field
  }
}

const isLetter = (event: KeyboardEvent) =>
  [...event.key].length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing
