import { Trans, useLingui } from '@lingui/react/macro'
import { Tag } from '../../components/Tag'
import css from './casework.module.css'
import type { Event } from './queries'
import { type Reply, useReplies } from './reply-queries'

type Detail = { reply?: string; to?: string; subject?: string; files?: string[] }

/** A letter in the story: what was said, to whom, and whether it has left. */
export function ReplyLine({ event, of }: { event: Event; of: string }) {
  const detail = (event.detail ?? {}) as Detail
  const found = useReplies(of).data?.find((reply) => reply.id === detail.reply)
  return (
    <>
      <p className={css.letterTop}>
        <b>{detail.subject}</b> {found && <ReplyState reply={found} />}
      </p>
      <p className={css.words} dir="auto">
        {event.text}
      </p>
      {(detail.files ?? []).length > 0 && (
        <p className="muted small">
          <Trans>With</Trans> {(detail.files ?? []).join(', ')}
        </p>
      )}
      {found?.error && <p className="worse small">{found.error}</p>}
    </>
  )
}

export function ReplyState({ reply }: { reply: Reply }) {
  const { t } = useLingui()
  switch (reply.state) {
    case 'waiting':
      return <Tag>{t`Leaves in a moment`}</Tag>
    case 'queued':
      return <Tag>{t`On its way`}</Tag>
    case 'sent':
      return (
        <Tag tone="better" icon="check">
          {t`Sent`}
        </Tag>
      )
    case 'failed':
      return (
        <Tag tone="worse" icon="warning">
          {t`Not sent`}
        </Tag>
      )
    case 'held':
      return (
        <Tag tone="soon" icon="warning">
          {t`Held: no mail server`}
        </Tag>
      )
    default:
      return null
  }
}

/** Letters that leave in a moment, below the story. */
export function WaitingLetters({ of }: { of: string }) {
  const waiting = (useReplies(of).data ?? []).filter((reply) => reply.state === 'waiting')
  if (waiting.length === 0) return null
  return (
    <ul className={css.waiting}>
      {waiting.map((reply) => (
        <li key={reply.id}>
          <b>{reply.subject}</b> <ReplyState reply={reply} />
        </li>
      ))}
    </ul>
  )
}
