import type { ReactNode } from 'react'
import { AppLink } from '../AppLink'
import css from './layout.module.css'

/** The row under the title: filter bar, saved views, or what a page needs in that place. Scrolls sideways on phones. */
export function Toolbar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={css.toolbar} role="toolbar" aria-label={label}>
      {children}
    </div>
  )
}

/** The content under the header. `narrow` is for forms and reading. */
export function PageBody({ narrow, children }: { narrow?: boolean; children: ReactNode }) {
  return (
    <div className={css.body} data-narrow={narrow ? '' : undefined}>
      {children}
    </div>
  )
}

/** A wide column and one of 372 px beside it; under one another where there is no room. */
export function Columns({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className={css.columns}>
      <div className={css.column}>{children}</div>
      <div className={css.column}>{aside}</div>
    </div>
  )
}

/** Surface with a heading, one grey remark and one link. Children stand edge to edge; wrap text in `CardBody`. */
export function Card({
  title,
  remark,
  link,
  controls,
  children,
}: {
  title?: ReactNode
  remark?: ReactNode
  link?: { label: string; href: string }
  /** What belongs to the heading: a switch, a button. */
  controls?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={css.card}>
      {title && (
        <div className={css.head}>
          <h2 dir="auto">{title}</h2>
          {remark && <span className={`${css.remarks} muted small ellipsis`}>{remark}</span>}
          <span className="grow" style={{ minWidth: 'auto' }} />
          {controls}
          {link && (
            <AppLink className="link nowrap no-print" href={link.href}>
              {link.label}
            </AppLink>
          )}
        </div>
      )}
      {children}
    </section>
  )
}

export function CardBody({ children }: { children: ReactNode }) {
  return <div className={css.inside}>{children}</div>
}

/** Names and values: `[['Phone', '+31…'], …]`; empty values are left out. */
export function Facts({ items }: { items: readonly (readonly [label: string, value: ReactNode])[] }) {
  const known = items.filter(([, value]) => value !== undefined && value !== null && value !== '')
  return (
    <dl className={css.facts}>
      {known.map(([label, value]) => (
        <div key={label} style={{ display: 'contents' }}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
