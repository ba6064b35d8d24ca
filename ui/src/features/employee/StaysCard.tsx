import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { Card, CardBody } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import css from './employee.module.css'
import type { Known, Stay } from './queries'
import { StaysDialog } from './StaysDialog'
import { on } from './stays'
import { useUnitName } from './units'

/** Where an employee belonged and when, the latest first; and on one day in particular. */
export function StaysCard({ known, may }: { known: Known; may: boolean }) {
  const { t } = useLingui()
  const format = useFormat()
  const named = useUnitName()
  const [editing, setEditing] = useState(false)
  const [day, setDay] = useState('')
  const stays = known.stays ?? []
  const today = format.isoDay(Date.now())
  const current = on(stays, today)
  const words = (stay: Stay) => {
    const [from, to] = [stay.from ? format.day(stay.from) : '', stay.to ? format.day(stay.to) : '']
    if (from && to) return t`${from} until ${to}`
    if (from) return t`since ${from}`
    return to ? t`until ${to}` : t`since ever`
  }
  const then = day ? on(stays, day) : undefined
  const [unit, when] = [named(then?.unit), day ? format.day(day) : '']
  return (
    <Card
      title={t`Units over time`}
      controls={
        may && (
          <Button kind="quiet" icon="edit" onClick={() => setEditing(true)}>
            <Trans>Change</Trans>
          </Button>
        )
      }
    >
      {stays.length === 0 ? (
        <CardBody>
          <p className="second">
            <Trans>They have belonged to no unit yet.</Trans>
          </p>
        </CardBody>
      ) : (
        <ol className={css.stays} aria-label={t`Units over time`}>
          {stays.map((stay) => (
            <li key={stay.from ?? ''} data-now={stay === current ? '' : undefined}>
              <span className="strong grow">{named(stay.unit)}</span>
              {stay === current && <Tag tone="accent">{t`now`}</Tag>}
              <span className="second nowrap">{words(stay)}</span>
            </li>
          ))}
        </ol>
      )}
      <CardBody>
        <div className="row wrap" style={{ marginTop: 12 }}>
          <label className="second" htmlFor="stays-day">
            <Trans>Where were they on</Trans>
          </label>
          <TextInput id="stays-day" type="date" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
          <span role="status" className="strong">
            {day && t`${when}: ${unit}`}
          </span>
        </div>
        <p className="small muted" style={{ marginTop: 12 }}>
          <Trans>
            Figures by unit count a signal in the unit where it was heard, in the tree as it is now. Moving somebody
            takes no signal along; their own figures above hold whatever unit they were in.
          </Trans>
        </p>
      </CardBody>
      {editing && <StaysDialog known={known} onClose={() => setEditing(false)} />}
    </Card>
  )
}
