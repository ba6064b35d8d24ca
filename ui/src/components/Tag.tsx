import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon'
import css from './small.module.css'

/** A word in a box. Colour only helps: the word says it. */
export function Tag({
  tone,
  icon,
  children,
}: {
  tone?: 'worse' | 'better' | 'soon' | 'accent' | 'outline'
  icon?: IconName
  children: ReactNode
}) {
  return (
    <span className={css.tag} data-tone={tone}>
      {icon && <Icon name={icon} small />}
      {children}
    </span>
  )
}
