import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { AppLink } from '../../components/AppLink'
import { useFormat } from '../../words/i18n'
import type { Consent, Entry } from './queries'
import { usePurposeWords } from './words'

/** A line of the timeline as a sentence. */
export function useEntryWords(customer: string): (entry: Entry) => ReactNode {
  const { t } = useLingui()
  const kinds = useSignalWords()
  const states = useStateWords()
  const letters = useLetterWords()
  const purposes = usePurposeWords()
  const format = useFormat()
  return (e) => {
    const state = (e.kind === 'message' ? letters : states)[e.state ?? ''] ?? e.state
    const link = e.link && (e.kind === 'signal' ? `/signals/${e.link}` : `/inbox/${e.link}`)
    const title = e.title || t`Without a title`
    switch (e.kind) {
      case 'signal':
        return <Linked href={link}>{kinds[e.state ?? ''] ?? e.state}</Linked>
      case 'case':
        return (
          <>
            <Linked href={link}>
              {e.ref}, {title}
            </Linked>{' '}
            <span className="second">{e.by ? t`${state}, with ${e.by}` : state}</span>
          </>
        )
      case 'commitment': {
        const late = e.state === 'open' && e.due && Date.parse(e.due) < Date.now()
        return (
          <>
            <b className={e.state === 'broken' ? 'worse' : undefined}>
              {e.state === 'open' ? t`Promised` : e.state === 'withdrawn' ? t`Promise taken back` : state}
            </b>{' '}
            <Linked href={link || `/commitments?customer=${customer}`}>{title}</Linked>{' '}
            {e.due && (
              <span className={late ? 'worse' : 'second'}>
                {late ? t`was due ${format.dateTime(e.due)}` : t`by ${format.dateTime(e.due)}`}
              </span>
            )}
          </>
        )
      }
      case 'purchase': {
        const amount = e.amount ? format.money(e.amount.text, e.amount.currency) : ''
        const count = e.count ?? 1
        return (
          <>
            <b className={e.state === 'bought' ? undefined : 'second'}>{state}</b> {e.title || t`something`}
            {count > 1 && ` × ${format.count(count)}`} <span className="nowrap">{amount}</span>{' '}
            <code className="small muted">{e.ref}</code>
          </>
        )
      }
      case 'message': {
        const wrong = e.state === 'failed' || e.state === 'held'
        return (
          <>
            <b>{e.state === 'received' ? t`They wrote` : e.source === 'follow_up' ? t`We asked again` : t`We wrote`}</b>{' '}
            <Linked href={link}>{e.source === 'letter' || e.source === 'follow_up' ? title : e.ref}</Linked>{' '}
            {e.state !== 'received' && <span className={wrong ? 'worse' : 'second'}>{state}</span>}
          </>
        )
      }
      case 'consent': {
        const purpose = purposes[e.title as Consent['purpose']] ?? e.title
        return (
          <>
            <Trans>
              <b>{state}</b> consent: {purpose}
            </Trans>{' '}
            <span className="second">{[e.source, e.by].filter(Boolean).join(' · ')}</span>
          </>
        )
      }
      default:
        return e.state === 'undone' ? (
          <Trans>
            <b>Taken apart</b> from {title} again, by {e.by}
          </Trans>
        ) : (
          <Trans>
            <b>Merged</b> with {title}, by {e.by}
          </Trans>
        )
    }
  }
}

function Linked({ href, children }: { href?: string; children: ReactNode }) {
  if (!href) return <>{children}</>
  return (
    <AppLink className="link" href={href}>
      {children}
    </AppLink>
  )
}

function useSignalWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    survey: t`Answered a survey`,
    feedback: t`Gave feedback`,
    review: t`Wrote a review`,
    evaluation: t`A conversation was evaluated`,
    employee: t`An employee answered`,
    conversation: t`Had a conversation`,
    operational: t`An operational event`,
    silence: t`Nothing was heard`,
  }
}

function useStateWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    new: t`New`,
    open: t`Open`,
    waiting: t`Waiting`,
    resolved: t`Resolved`,
    closed: t`Closed`,
    kept: t`Kept`,
    broken: t`Broken`,
    bought: t`Bought`,
    cancelled: t`Cancelled`,
    returned: t`Returned`,
    given: t`Given`,
    withdrawn: t`Withdrawn`,
  }
}

function useLetterWords(): Record<string, string> {
  const { t } = useLingui()
  return {
    waiting: t`leaves in a moment`,
    queued: t`on its way`,
    sent: t`sent`,
    failed: t`could not be sent`,
    held: t`held: no mail server is set up`,
  }
}
