import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../../components/Button'
import { useToasts } from '../../../components/feedback/Toasts'
import { useMay } from '../../../core/session'
import { useFormat } from '../../../words/i18n'
import { explain } from '../../../words/problems'
import { type MapComment, useComments, useJourneyCalls } from '../queries'
import css from './panel.module.css'
import { Section } from './SidePanel'

/** What was said about a part: open first, settled behind a fold; and a field to say more. */
export function Comments({ journey, part }: { journey: string; part: string }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const may = useMay('journey.write')
  const calls = useJourneyCalls()
  const [text, setText] = useState('')
  const said = (useComments(journey).data ?? []).filter((c) => (c.part ?? '') === part)
  const open = said.filter((c) => !c.settled_at)
  const settled = said.filter((c) => c.settled_at)
  const say = () => {
    if (!text.trim()) return
    calls.comment.mutate(
      { id: journey, part, text },
      {
        onSuccess: () => setText(''),
        onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }),
      },
    )
  }
  const count = settled.length
  return (
    <Section title={t`Comments`}>
      <ul>
        {open.map((c) => (
          <Comment key={c.id} of={c} journey={journey} may={may} />
        ))}
      </ul>
      {count > 0 && (
        <details>
          <summary className="muted">
            <Trans>Settled: {count}</Trans>
          </summary>
          <ul>
            {settled.map((c) => (
              <Comment key={c.id} of={c} journey={journey} may={may} />
            ))}
          </ul>
        </details>
      )}
      {may && (
        <>
          <Textarea
            label={t`Say something`}
            autosize
            minRows={1}
            maxRows={8}
            maxLength={4000}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            onKeyDown={(e) => {
              if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
                e.preventDefault()
                say()
              }
            }}
          />
          <span>
            <Button busy={calls.comment.isPending} disabled={!text.trim()} onClick={say}>
              <Trans>Comment</Trans>
            </Button>
          </span>
        </>
      )}
    </Section>
  )
}

export function Comment({ of, journey, may }: { of: MapComment; journey: string; may: boolean }) {
  const { i18n } = useLingui()
  const toasts = useToasts()
  const format = useFormat()
  const calls = useJourneyCalls()
  const settled = Boolean(of.settled_at)
  const settle = () =>
    calls.settle.mutate(
      { id: journey, comment: of.id, settled: !settled },
      { onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }) },
    )
  const by = of.settled_by ?? ''
  return (
    <li className={css.comment} data-settled={settled ? '' : undefined}>
      <span className="small muted">
        <b className="second">{of.by}</b> {format.dateTime(of.at)}
        {settled && (
          <>
            {' · '}
            <Trans>settled by {by}</Trans>
          </>
        )}
      </span>
      <p dir="auto">{of.text}</p>
      {may && (
        <span>
          <button type="button" className="link small" onClick={settle}>
            {settled ? <Trans>Open it again</Trans> : <Trans>Settle</Trans>}
          </button>
        </span>
      )}
    </li>
  )
}
