import type { ReactNode } from 'react'
import { Logo } from '../../components/Icon'
import css from './door.module.css'

/** The page of somebody who is not inside yet: the logo, one card, nothing else. */
export function DoorFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className={css.door}>
      <div className={css.brand}>
        <Logo size={28} /> Touchstone
      </div>
      <div className={css.card}>
        <h1>{title}</h1>
        {lead && <p className="second">{lead}</p>}
        {children}
      </div>
    </main>
  )
}
