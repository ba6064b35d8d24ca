import { Plural } from '@lingui/react/macro'
import { useEffect, useRef } from 'react'
import { Icon } from '../../components/Icon'
import { type Gap, goTo } from './places'
import css from './survey.module.css'

/** What keeps the survey from being published, each a link to its field. */
export function Gaps({ gaps }: { gaps: readonly Gap[] }) {
  const box = useRef<HTMLDivElement>(null)
  const any = gaps.length > 0
  useEffect(() => {
    if (any) box.current?.focus()
  }, [any])
  if (!any) return null
  return (
    <div className={css.gaps} role="alert" tabIndex={-1} ref={box}>
      <Icon name="warning" />
      <div>
        <p className="strong">
          <Plural
            value={gaps.length}
            one="One thing is missing before it can be published."
            other="# things are missing before it can be published."
          />
        </p>
        <ul>
          {gaps.map((gap) => (
            <li key={gap.id + gap.message}>
              <a
                href={`#${gap.id}`}
                onClick={(event) => {
                  event.preventDefault()
                  goTo(gap.id)
                }}
              >
                {gap.message}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
