import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { Button } from '../../../components/Button'
import { Icon } from '../../../components/Icon'
import { Card, CardBody } from '../../../components/layout/Page'
import type { Participant, Workshop } from './queries'
import type { Act } from './WorkshopPage'
import css from './workshop.module.css'

/** Who is invited, who is in the room, and who is missing from it. */
export function Room({
  of,
  may,
  act,
  onContribute,
}: {
  of: Workshop
  may: boolean
  act: Act
  onContribute: () => Promise<void>
}) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [work, setWork] = useState('')
  const first = useRef<HTMLInputElement>(null)
  const people = of.people ?? []
  const here = people.filter((p) => p.present).length
  const missing = of.missing ?? []
  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (!name.trim()) return
    const id = `p-${crypto.randomUUID().slice(0, 8)}`
    if (!(await act({ op: 'add_person', id, set: { name, function: work, present: true } }))) return
    setName('')
    setWork('')
    first.current?.focus()
  }
  return (
    <div className={css.side}>
      <Card
        title={t`In the room`}
        remark={<Plural value={here} one={`# of ${people.length}`} other={`# of ${people.length}`} />}
      >
        <CardBody>
          <ul className={css.list}>
            {people.map((p) => (
              <Person key={p.id} of={p} may={may} act={act} />
            ))}
          </ul>
          {may && (
            <form className={css.fields} onSubmit={(event) => void add(event)}>
              <TextInput
                ref={first}
                label={t`Name`}
                maxLength={120}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <TextInput
                label={t`Function`}
                maxLength={80}
                value={work}
                onChange={(event) => setWork(event.currentTarget.value)}
              />
              <Button type="submit" icon="plus" disabled={!name.trim()}>
                <Trans>Is here</Trans>
              </Button>
            </form>
          )}
          {may && here > 0 && (
            <Button kind="quiet" icon="people" onClick={() => void onContribute()}>
              <Trans>Note them as contributors of the map</Trans>
            </Button>
          )}
        </CardBody>
      </Card>
      <Card title={t`Missing from the room`} remark={missing.length > 0 ? String(missing.length) : undefined}>
        <CardBody>
          {missing.length === 0 ? (
            <p className="row better">
              <Icon name="check" />
              <Trans>Everybody who should be is here.</Trans>
            </p>
          ) : (
            <ul className={css.list}>
              {missing.map((m) => (
                <li key={m.text} className="row">
                  <span className="soon">
                    <Icon name="warning" small />
                  </span>
                  <span dir="auto">{m.text}</span>
                </li>
              ))}
            </ul>
          )}
        </CardBody>
      </Card>
    </div>
  )
}

function Person({ of, may, act }: { of: Participant; may: boolean; act: Act }) {
  const { t } = useLingui()
  // Ticked at once; the answer says whether it holds.
  const [mine, setMine] = useState<Partial<Participant>>({})
  const set = async (fields: Partial<Participant>) => {
    setMine((now) => ({ ...now, ...fields }))
    await act({ op: 'set_person', id: of.id, set: fields })
    setMine({})
  }
  return (
    <li className={css.person}>
      <Checkbox
        className="grow"
        disabled={!may}
        checked={mine.present ?? of.present ?? false}
        label={
          <span dir="auto">
            {of.name} <span className="muted small">{of.function}</span>
          </span>
        }
        onChange={(event) => void set({ present: event.currentTarget.checked })}
      />
      <Checkbox
        size="xs"
        disabled={!may}
        checked={mine.first_line ?? of.first_line ?? false}
        label={t`first line`}
        aria-label={t`${of.name} meets customers at work`}
        onChange={(event) => void set({ first_line: event.currentTarget.checked })}
      />
    </li>
  )
}
