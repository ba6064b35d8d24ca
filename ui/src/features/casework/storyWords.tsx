import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { Format } from '../../words/format'
import type { Event } from './queries'
import { moment, useClockWords, useOptionWords } from './words'

/** Lines of the story about clocks, commitments, people and other cases. */
export function useMoreEventWords(format: Format): (event: Event) => ReactNode {
  const { t } = useLingui()
  const clocks = useClockWords()
  const option = useOptionWords()
  return ({ kind, by, from = '', to = '', text = '', detail }) => {
    const who = by?.name ?? t`Touchstone`
    const clock = clocks[from as keyof typeof clocks] ?? from
    const due = (detail as { due_at?: string } | undefined)?.due_at
    const at = due ? moment(due, format) : ''
    const until = () => moment(to, format)
    switch (kind) {
      case 'reminder':
        return (
          <Trans>
            Reminder: {clock} is due {until()}
          </Trans>
        )
      case 'clock':
        return text === 'breach' ? (
          <>
            <b className="worse">
              <Trans>Time ran out: {clock}</Trans>
            </b>{' '}
            <Trans>was due {until()}</Trans>
          </>
        ) : (
          <Trans>
            The clock runs on: due <b>{until()}</b>, was {moment(from, format)}
          </Trans>
        )
      case 'escalated':
        return (
          <Trans>
            <b>Escalated</b> to {to}: {clock}
          </Trans>
        )
      case 'mention':
        return (
          <Trans>
            {who} mentioned <b>{to}</b>
          </Trans>
        )
      case 'watch':
        return to === 'on' ? (
          <Trans>
            {text} watches now, by {who}
          </Trans>
        ) : (
          <Trans>
            {text} no longer watches, by {who}
          </Trans>
        )
      case 'commitment':
        switch (to) {
          case 'made':
            return (
              <Trans>
                <b>Promised</b> by {who}, until {at}: {text}
              </Trans>
            )
          case 'kept':
            return (
              <Trans>
                <b>Commitment kept</b>, says {who}: {text}
              </Trans>
            )
          case 'broken':
            return (
              <>
                <b className="worse">
                  <Trans>Commitment broken:</Trans>
                </b>{' '}
                <Trans>
                  {text}, promised by {at}
                </Trans>
              </>
            )
          case 'moved':
            return (
              <Trans>
                {who} agreed a new time, {at}: {text}
              </Trans>
            )
          case 'settled':
            return (
              <Trans>
                {who} saw to the broken commitment: {text}
              </Trans>
            )
          case 'unsettled':
            return (
              <Trans>
                {who} let the broken commitment shout again: {text}
              </Trans>
            )
          case 'reopened':
            return (
              <Trans>
                {who} took up the commitment again, until {at}: {text}
              </Trans>
            )
          default:
            return (
              <Trans>
                {who} withdrew the commitment: {text}
              </Trans>
            )
        }
      case 'merged':
        return from === 'source' ? (
          <Trans>
            <b>Merged into {to}</b> by {who}
          </Trans>
        ) : (
          <Trans>
            <b>{to} merged into this case</b> by {who}
          </Trans>
        )
      case 'unmerged':
        return from === 'source' ? (
          <Trans>
            Taken out of {to} again by {who}
          </Trans>
        ) : (
          <Trans>
            {to} was taken out again by {who}
          </Trans>
        )
      case 'split':
        return from === 'source' ? (
          <Trans>
            <b>{to} was split off</b> by {who}
          </Trans>
        ) : (
          <Trans>
            Split off from <b>{to}</b> by {who}
          </Trans>
        )
      case 'link':
        return text === 'off' ? (
          <Trans>
            {who} took the link to {to} away
          </Trans>
        ) : (
          <Trans>
            {who} linked <b>{to}</b>
          </Trans>
        )
      case 'parent':
        return to ? (
          <Trans>
            {who} put it below <b>{to}</b>
          </Trans>
        ) : (
          <Trans>{who} put it below no other case</Trans>
        )
      case 'cause': {
        const now = to ? option({ key: to, name: to }) : t`none`
        return (
          <Trans>
            What went wrong: <b>{now}</b>, by {who}
          </Trans>
        )
      }
      default:
        return <Trans>Changed by {who}</Trans>
    }
  }
}

/** Lines whose text is part of the sentence already. */
export const toldInWords: readonly Event['kind'][] = [
  'clock',
  'watch',
  'commitment',
  'link',
  'reminder',
  'escalated',
  'parent',
]
export const isBroken = (event: Event): boolean =>
  (event.kind === 'clock' && event.text === 'breach') || (event.kind === 'commitment' && event.to === 'broken')
