import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../components/Icon'
import type { Format } from '../../words/format'
import { useFormat } from '../../words/i18n'
import css from './casework.module.css'
import type { State } from './moves'
import type { CaseFile, Event } from './queries'
import { ReplyLine } from './ReplyLine'
import { brokenDue } from './story'
import { isBroken, toldInWords, useMoreEventWords } from './storyWords'
import { moment, type Severity, useSeverityWords, useStateWords } from './words'

const icons: Partial<Record<Event['kind'], IconName>> = {
  opened: 'recover',
  rule: 'rule',
  note: 'note',
  state: 'right',
  owner: 'person',
  due: 'clock',
  severity: 'gauge',
  title: 'edit',
  signal: 'signal',
  reply: 'mail',
  received: 'mail',
  status: 'eye',
  follow_up: 'survey',
  compliment: 'sun',
  reminder: 'clock',
  clock: 'clock',
  escalated: 'up',
  mention: 'person',
  watch: 'eye',
  commitment: 'phone',
  merged: 'link',
  unmerged: 'link',
  split: 'link',
  link: 'link',
  parent: 'tree',
  cause: 'info',
}

/** What happened, oldest first. Round nodes are events, a square one is something broken. */
export function Story({ of }: { of: CaseFile }) {
  const { t } = useLingui()
  const format = useFormat()
  const events = of.story ?? []
  // The program writes the missed due time into the story itself; what came before it did is shown from the due time.
  const told = events.some((event) => event.kind === 'clock' && event.from === 'resolve' && event.text === 'breach')
  const broken = told ? null : brokenDue(of, Date.now())
  const after = broken ? events.filter((e) => Date.parse(e.at) > Date.parse(broken)) : []
  const before = events.slice(0, events.length - after.length)
  return (
    <ol className={css.story} aria-label={t`Story`}>
      {before.map((event) => (
        <StoryLine key={event.id} event={event} format={format} of={of.id} />
      ))}
      {broken && (
        <Line icon="warning" at={broken} format={format} broken>
          <b className="worse">
            <Trans>The due time passed</Trans>
          </b>{' '}
          <Trans>and the case wasn’t resolved</Trans>
        </Line>
      )}
      {after.map((event) => (
        <StoryLine key={event.id} event={event} format={format} of={of.id} />
      ))}
    </ol>
  )
}

function StoryLine({ event, format, of }: { event: Event; format: Format; of: string }) {
  const { t } = useLingui()
  const words = useEventWords(format)
  const from = event.of ?? ''
  const quoted = ['note', 'state', 'received', 'follow_up'].includes(event.kind)
  return (
    <Line
      icon={
        isBroken(event)
          ? 'warning'
          : event.kind === 'state' && (event.to === 'resolved' || event.to === 'closed')
            ? 'check'
            : (icons[event.kind] ?? 'note')
      }
      at={event.at}
      format={format}
      broken={isBroken(event)}
    >
      {words(event)}
      {from && <span className="muted small"> {t`in ${from}`}</span>}
      {event.kind === 'reply' && <ReplyLine event={event} of={of} />}
      {event.kind !== 'reply' &&
        event.text &&
        !toldInWords.includes(event.kind) &&
        (quoted ? (
          <p className={css.words} dir="auto">
            {event.text}
          </p>
        ) : (
          <span className={css.why} dir="auto">
            {event.text}
          </span>
        ))}
    </Line>
  )
}

function Line({
  icon,
  at,
  format,
  broken,
  children,
}: {
  icon: IconName
  at: string
  format: Format
  broken?: boolean
  children: ReactNode
}) {
  return (
    <li className={css.event}>
      <span className={css.node} data-broken={broken ? '' : undefined}>
        <Icon name={icon} />
      </span>
      <div className={css.eventWords}>{children}</div>
      <time className="muted small nowrap" dateTime={at}>
        {moment(at, format)}
      </time>
    </li>
  )
}

/** An event as a sentence. Rules and the log have no name of a person. */
function useEventWords(format: Format): (event: Event) => ReactNode {
  const { t } = useLingui()
  const states = useStateWords()
  const severities = useSeverityWords()
  const more = useMoreEventWords(format)
  return (event) => {
    const { kind, by, from, to } = event
    const who = by?.name ?? t`Touchstone`
    switch (kind) {
      case 'opened':
        return by ? (
          <Trans>
            <b>Opened</b> by {who}
          </Trans>
        ) : (
          <Trans>
            <b>Opened</b> by the rule “{to}”
          </Trans>
        )
      case 'rule':
        return <Trans>The rule “{to}” matched too</Trans>
      case 'note':
        return (
          <Trans>
            <b>Note</b> by {who}
          </Trans>
        )
      case 'state': {
        const now = states[to as State] ?? to
        const was = states[from as State] ?? from
        return (
          <Trans>
            <b>{now}</b>, was {was}, by {who}
          </Trans>
        )
      }
      case 'owner':
        return (
          <Trans>
            Given to <b>{to}</b> by {who}
          </Trans>
        )
      case 'due': {
        const [now, was] = [to, from].map((at) => (at ? moment(at, format) : ''))
        return (
          <Trans>
            Due <b>{now}</b>, was {was}, by {who}
          </Trans>
        )
      }
      case 'severity': {
        const now = severities[to as Severity] ?? to
        const was = severities[from as Severity] ?? from
        return (
          <Trans>
            Severity <b>{now}</b>, was {was}, by {who}
          </Trans>
        )
      }
      case 'title':
        return (
          <Trans>
            Title changed to “{to}” by {who}
          </Trans>
        )
      case 'reply':
        return (
          <Trans>
            <b>Reply</b> to the customer by {who}
          </Trans>
        )
      case 'received':
        return by ? (
          <Trans>
            <b>The customer answered</b>, noted by {who}
          </Trans>
        ) : (
          <Trans>
            <b>The customer wrote</b> on the status page
          </Trans>
        )
      case 'status':
        return <Trans>The customer looked at the status page</Trans>
      case 'follow_up':
        return to === 'answered' ? (
          <Trans>
            <b>The customer answered</b> when asked again
          </Trans>
        ) : to === 'asked' ? (
          <Trans>The customer is asked again</Trans>
        ) : (
          <Trans>The customer isn’t asked again</Trans>
        )
      case 'compliment':
        return <Trans>A compliment</Trans>
      case 'signal':
        return to === 'erased' ? <Trans>The signal was erased</Trans> : <Trans>The signal was corrected</Trans>
      default:
        return more(event)
    }
  }
}
