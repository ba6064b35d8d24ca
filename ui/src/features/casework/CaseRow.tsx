import { useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { CaseClock } from '../../components/case/CaseClock'
import { useFormat } from '../../words/i18n'
import css from './casework.module.css'
import type { Case } from './queries'
import { rowId } from './useInbox'
import { useSeverityWords, useStateWords } from './words'

/** One case of the list: what it is about, whose, and how much time there is. */
export function CaseRow({
  of,
  href,
  current,
  gone,
  owner,
  marked,
  marking,
  onMark,
}: {
  of: Case
  href: string
  current: boolean
  gone: boolean
  /** Whether to name the owner: in lists of several people's cases. */
  owner: boolean
  marked: boolean
  marking: boolean
  onMark?: () => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const states = useStateWords()
  const severities = useSeverityWords()
  const { ref } = of
  const done = of.state === 'resolved' || of.state === 'closed'
  const who = of.customer?.name ?? of.customer?.email ?? of.customer?.external_id
  const second = [who ?? of.touch_point?.name ?? t`No customer`, owner ? of.owner.name : of.unit?.name]
  return (
    <li className={css.item} data-marking={marking ? '' : undefined}>
      <AppLink
        id={rowId(of.id)}
        className={css.row}
        href={href}
        aria-current={current ? 'true' : undefined}
        data-gone={gone ? '' : undefined}
      >
        <span className={css.rowTop}>
          <span className="strong ellipsis grow" dir="auto">
            {of.title}
          </span>
          <time className="muted small nowrap" dateTime={of.opened_at}>
            {format.moment(of.opened_at)}
          </time>
        </span>
        <span className="second small ellipsis">{second.filter(Boolean).join(' · ')}</span>
        <span className={css.rowTop}>
          {gone ? <span className="muted small">{t`No longer in this list`}</span> : <CaseClock of={of} />}
          <span className="grow" />
          <span className={`${css.rowEnd} muted small nowrap`}>
            {of.merged_into
              ? t`merged`
              : done
                ? states[of.state]
                : of.broken
                  ? t`promise broken`
                  : of.severity === 'high'
                    ? severities.high
                    : of.state === 'new'
                      ? states.new
                      : ''}
          </span>
        </span>
      </AppLink>
      {onMark && (
        <input
          type="checkbox"
          className={css.mark}
          checked={marked}
          aria-label={t`Mark ${ref}`}
          tabIndex={marking ? 0 : -1}
          onChange={onMark}
        />
      )}
    </li>
  )
}
