import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ClockShape, useNow } from '../../components/case/CaseClock'
import { Menu } from '../../components/Menu'
import small from '../../components/small.module.css'
import { Tag } from '../../components/Tag'
import type { Commitment } from '../../core/commitments'
import { useFormat } from '../../words/i18n'
import css from './commitments.module.css'
import type { CommitmentDeeds } from './useCommitmentDeeds'
import { moment } from './words'

export const rowId = (id: string) => `row-${id}`

/** One promise: how much time there is, what, to whom, who keeps it, and what can be done about it. */
export function CommitmentRow({
  of,
  current,
  may,
  deeds,
  onChoose,
  onNewTime,
}: {
  of: Commitment
  current: boolean
  may: boolean
  deeds: CommitmentDeeds
  onChoose: () => void
  onNewTime: () => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const whom = of.customer?.name || of.customer?.email || of.customer?.external_id || t`a customer without a name`
  const [at, made] = [moment(of.due_at, format), moment(of.made_at, format)]
  const { text, ref } = of
  const who = of.owner.name
  const shouts = of.state === 'broken' && !of.settled_at
  const busy = deeds.busy === of.id
  return (
    <li
      id={rowId(of.id)}
      className={css.row}
      tabIndex={-1}
      aria-current={current ? 'true' : undefined}
      data-broken={shouts ? '' : undefined}
      // Of the row itself: what is opened inside of it must not lose the focus to another address.
      onFocus={(event) => event.target === event.currentTarget && onChoose()}
    >
      <div className={css.words}>
        <p className={css.said}>{text}</p>
        <p className="second small">
          {of.customer && (
            <Trans>
              to{' '}
              <AppLink className="link" href={`/customers/${of.customer.id}`}>
                {whom}
              </AppLink>
            </Trans>
          )}
          {of.case && (
            <>
              {' · '}
              <AppLink className="link" href={`/inbox/${of.case}`}>
                {ref} {of.case_title}
              </AppLink>
            </>
          )}
        </p>
        <p className="muted small">{t`${who} keeps it · promised ${made}`}</p>
      </div>
      <div className={css.state}>
        <State of={of} />
        <span className="muted small nowrap">{t`by ${at}`}</span>
      </div>
      {may && (
        <div className={css.deeds}>
          {of.state === 'open' && (
            <>
              <Button busy={busy} icon="check" onClick={() => void deeds.move(of, 'kept')}>
                {t`Kept`}
              </Button>
              <Menu
                trigger={
                  <Button kind="quiet" square icon="more">
                    {t`More about “${text}”`}
                  </Button>
                }
                entries={[
                  { label: t`Broken`, icon: 'close', onSelect: () => void deeds.move(of, 'broken') },
                  { label: t`Agree a new time…`, icon: 'clock', onSelect: onNewTime },
                  { label: t`Withdraw`, icon: 'undo', onSelect: () => void deeds.move(of, 'withdrawn') },
                ]}
              />
            </>
          )}
          {shouts && (
            <Button busy={busy} icon="check" onClick={() => void deeds.settle(of)}>
              {t`Seen to`}
            </Button>
          )}
        </div>
      )}
    </li>
  )
}

function State({ of }: { of: Commitment }) {
  const { t } = useLingui()
  const format = useFormat()
  const now = useNow(30_000)
  const due = Date.parse(of.due_at)
  const left = format.duration(Math.abs(due - now))
  if (of.state === 'kept') return <Tag tone="better" icon="check">{t`Kept`}</Tag>
  if (of.state === 'withdrawn') return <Tag>{t`Withdrawn`}</Tag>
  if (of.state === 'broken' && of.settled_at) return <Tag icon="close">{t`Broken, seen to`}</Tag>
  const used = Math.min(1, Math.max(0, (now - Date.parse(of.made_at)) / Math.max(1, due - Date.parse(of.made_at))))
  const late = due < now
  const state = of.state === 'broken' || late ? 'overdue' : used >= 0.75 ? 'soon' : 'running'
  return (
    <span className={small.clock} data-state={state}>
      <ClockShape state={state} used={used} />
      {of.state === 'broken' ? t`Broken` : late ? t`Time is up` : t`${left} left`}
    </span>
  )
}
