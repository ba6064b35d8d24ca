import type { ReactNode } from 'react'
import css from './small.module.css'

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className={css.kbd}>{children}</kbd>
}

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform)
/** "Ctrl K" or "⌘ K". */
export const withMod = (key: string): string => (isMac() ? `⌘ ${key}` : `Ctrl ${key}`)
