import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { useId, useState } from 'react'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { useSession } from '../../core/session'
import type { Fault } from './faults'
import { dateFormats, spelled, swapped } from './formats'
import css from './importing.module.css'
import type { FileColumn, Mapping } from './mapping'

/** How dates are written. What could be day or month is asked. */
export function TimeFields({
  column,
  mapping,
  faults,
  onChange,
}: {
  column: FileColumn
  mapping: Mapping
  faults: readonly Fault[]
  onChange: (mapping: Mapping) => void
}) {
  const { t } = useLingui()
  const id = useId()
  const zone = useSession().data?.organisation?.zone ?? 'UTC'
  const now = mapping.at.format
  const set = (format: string) => onChange({ ...mapping, at: { ...mapping.at, format } })
  const offered = [...new Set([column.format, swapped(column.format ?? ''), ...dateFormats])].filter(
    Boolean,
  ) as string[]
  const own = !offered.includes(now)
  const error = faults.find((f) => f.field === 'format')?.message
  const zoned = now.includes('Z07') || now.includes('-07')
  const [here, other] = [spelled(now), spelled(swapped(now))]
  const clock = /15|03|3:/.test(now)
  const [asked, setAsked] = useState(false)
  const open = asked || own || error !== undefined || column.unsure === true
  return (
    <>
      <div className={css.summary}>
        <div className={css.said}>
          <span className="second">
            {here}
            {!zoned && !own && ' · '}
            {!zoned && !own && (clock ? <Trans>in {zone}</Trans> : <Trans>midnight in {zone}</Trans>)}
          </span>
        </div>
        <Button kind="quiet" aria-expanded={open} aria-controls={id} onClick={() => setAsked(!open)}>
          {open ? <Trans>Close</Trans> : <Trans>Change</Trans>}
          <span className="vh"> {column.name}</span>
        </Button>
      </div>
      {column.unsure && (
        <Notice tone="soon" icon="warning">
          <Trans>
            Every date here could be {here} as well as {other}. Look at the first rows, and choose.
          </Trans>
        </Notice>
      )}
      {open && (
        <div className={css.details} id={id}>
          <div className={css.pair}>
            <NativeSelect
              label={t`Written as`}
              value={own ? 'own' : now}
              error={own ? undefined : error}
              onChange={(event) => set(event.currentTarget.value === 'own' ? '' : event.currentTarget.value)}
              data={[
                ...offered.map((value) => ({ value, label: spelled(value) })),
                { value: 'own', label: t`Otherwise…` },
              ]}
            />
            {own && (
              <TextInput
                label={t`2 January 2006, 15:04 as the file writes it`}
                value={now}
                error={error}
                placeholder="02.01.06"
                onChange={(event) => set(event.currentTarget.value)}
              />
            )}
          </div>
        </div>
      )}
    </>
  )
}
