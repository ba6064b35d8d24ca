import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { asProblem } from '../../api/problem'
import { explain } from '../../words/problems'
import { Button } from '../Button'
import { Icon, type IconName } from '../Icon'
import css from './feedback.module.css'

/** What happened, what is kept, what to do next. `title` says what could not be done. */
export function ErrorState({
  error,
  title,
  kept,
  onRetry,
  children,
}: {
  error: unknown
  title?: string
  kept?: ReactNode
  onRetry?: () => void
  /** Further ways out beside "Try again". */
  children?: ReactNode
}) {
  const { i18n } = useLingui()
  const sentence = explain(i18n, error)
  // What one's role doesn't allow isn't allowed the second time either.
  const again = asProblem(error)?.status === 403 ? undefined : onRetry
  return (
    <div className={css.error} role="alert">
      <span className={css.warning}>
        <Icon name="warning" />
      </span>
      <div>
        <p className="strong">{title ?? sentence}</p>
        {title && <p className="second">{sentence}</p>}
        {kept && <p className="second">{kept}</p>}
        {(again || children) && (
          <div className="row wrap" style={{ marginTop: 8 }}>
            {again && (
              <Button onClick={again}>
                <Trans>Try again</Trans>
              </Button>
            )}
            {children}
          </div>
        )}
      </div>
    </div>
  )
}

/** A remark that stays on the page: figures that can't be compared, a page that is offline. */
export function Notice({
  tone,
  icon = 'info',
  children,
}: {
  tone?: 'soon' | 'worse'
  icon?: IconName
  children: ReactNode
}) {
  return (
    <div className={css.notice} data-tone={tone} role="note">
      <Icon name={icon} />
      <div className="grow">{children}</div>
    </div>
  )
}
