import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
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
  return (
    <div className={css.details}>
      <div className={css.pair}>
        <NativeSelect
          label={t`Written as`}
          value={own ? 'own' : now}
          error={own ? undefined : error}
          onChange={(event) => set(event.currentTarget.value === 'own' ? '' : event.currentTarget.value)}
          data={[...offered.map((value) => ({ value, label: spelled(value) })), { value: 'own', label: t`Otherwise…` }]}
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
      {!zoned && !own && (
        <p className="muted small">
          {now.includes('15') || now.includes('03') || now.includes('3:') ? (
            <Trans>Times are those of {zone}.</Trans>
          ) : (
            <Trans>A date without a time is midnight in {zone}.</Trans>
          )}
        </p>
      )}
      {column.unsure && (
        <Notice tone="soon" icon="warning">
          <Trans>
            Every date here could be {here} as well as {other}. Look at the first rows, and choose.
          </Trans>
        </Notice>
      )}
    </div>
  )
}
