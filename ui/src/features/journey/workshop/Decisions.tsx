import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { Button } from '../../../components/Button'
import { useToasts } from '../../../components/feedback/Toasts'
import { Card, CardBody } from '../../../components/layout/Page'
import { useFormat } from '../../../words/i18n'
import type { Decision, Workshop } from './queries'
import type { Act } from './WorkshopPage'
import css from './workshop.module.css'

/** What the room agreed on, who does it, and by when. */
export function Decisions({ of, step, may, act }: { of: Workshop; step: string | undefined; may: boolean; act: Act }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const [text, setText] = useState('')
  const [owner, setOwner] = useState('')
  const [due, setDue] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const all = of.decisions ?? []
  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (!text.trim()) return
    const set = { text, owner: owner || undefined, due: due || undefined, step }
    if (!(await act({ op: 'add_decision', id: `d-${crypto.randomUUID().slice(0, 8)}`, set }))) return
    setText('')
    setOwner('')
    setDue('')
    first.current?.focus()
  }
  const drop = async (d: Decision) => {
    if (!(await act({ op: 'drop_decision', id: d.id }))) return
    const { id, text, owner, due, step } = d
    first.current?.focus()
    toasts.show(t`The decision is taken out`, {
      undo: () => void act({ op: 'add_decision', id, set: { text, owner, due, step } }),
    })
  }
  return (
    <Card title={t`Decisions`} remark={all.length > 0 ? String(all.length) : undefined}>
      <CardBody>
        <ul className={css.list}>
          {all.map((d) => (
            <li key={d.id} className="row">
              <span className="grow" dir="auto">
                {d.text} <Owed of={d} />
              </span>
              {may && (
                <Button kind="quiet" square icon="trash" onClick={() => void drop(d)}>
                  {t`Take out: ${d.text}`}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {may && (
          <form className={css.fields} onSubmit={(event) => void add(event)}>
            <TextInput
              ref={first}
              className={css.wide}
              label={t`What is decided`}
              maxLength={2000}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <TextInput
              label={t`Who does it`}
              maxLength={120}
              value={owner}
              onChange={(event) => setOwner(event.currentTarget.value)}
            />
            <TextInput
              type="date"
              label={t`By when`}
              value={due}
              onChange={(event) => setDue(event.currentTarget.value)}
            />
            <Button type="submit" icon="plus" disabled={!text.trim()}>
              <Trans>Write it down</Trans>
            </Button>
          </form>
        )}
      </CardBody>
    </Card>
  )
}

/** "Ana, by 15 Dec 2026", in grey. */
export function Owed({ of }: { of: Decision }) {
  const { t } = useLingui()
  const format = useFormat()
  const day = of.due ? format.day(of.due) : ''
  const said = [of.owner || t`nobody named`, day && t`by ${day}`].filter(Boolean).join(', ')
  return <span className="muted small">{said}</span>
}
