import { useLingui } from '@lingui/react/macro'
import { type ReactNode, startTransition, useEffect, useRef, useState } from 'react'
import { Button } from '../../../components/Button'
import css from './panel.module.css'

/** What is told of a part beside the map; over it on phones. It takes the focus when it opens. */
export function SidePanel({
  title,
  remark,
  menu,
  onClose,
  children,
}: {
  title: string
  remark?: ReactNode
  menu?: ReactNode
  onClose: () => void
  children: ReactNode
}) {
  const { t } = useLingui()
  const heading = useRef<HTMLHeadingElement>(null)
  const [filled, setFilled] = useState(false)
  useEffect(() => {
    heading.current?.focus({ preventScroll: true })
    // The panel answers at once; its many fields come a frame later.
    const frame = requestAnimationFrame(() => startTransition(() => setFilled(true)))
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <aside className={`${css.panel} no-print`} aria-label={title}>
      <div className={css.head}>
        <div className="grow">
          <h2 ref={heading} tabIndex={-1} dir="auto">
            {title}
          </h2>
          {remark && <p className="muted small">{remark}</p>}
        </div>
        {menu}
        <Button kind="quiet" square icon="close" onClick={onClose}>
          {t`Close`}
        </Button>
      </div>
      <div className={css.body} aria-busy={!filled}>
        {filled && children}
      </div>
    </aside>
  )
}

export function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}
