import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { useId } from 'react'
import { useFormat } from '../../words/i18n'
import { AttributeFields } from './AttributeFields'
import type { Fault } from './faults'
import css from './importing.module.css'
import { MeasureFields } from './MeasureFields'
import { type FileColumn, type Mapping, type RoleName, rolesOf, type Upload, withRole } from './mapping'
import type { Preview } from './StartCard'
import { TimeFields } from './TimeFields'
import { useRoleWords } from './words'

const groups: readonly (readonly RoleName[])[] = [
  ['ignore', 'measure', 'comment', 'time', 'attribute'],
  ['touch_point', 'unit', 'employee', 'channel', 'language'],
  ['customer_id', 'customer_email', 'customer_name', 'key'],
]

/** One column: its name, what stands in it, what it is, and what that needs to know. */
export function ColumnItem({
  upload,
  column,
  mapping,
  faults,
  off,
  onChange,
}: {
  upload: Upload
  column: FileColumn
  mapping: Mapping
  faults: readonly Fault[]
  off: Preview['beside'] | undefined
  onChange: (mapping: Mapping) => void
}) {
  const { t } = useLingui()
  const id = useId()
  const format = useFormat()
  const words = useRoleWords()
  const roles = rolesOf(mapping, column.name)
  const role = roles[0]
  const name: RoleName = role?.is ?? 'ignore'
  const blank = upload.rows - column.filled
  const blanks = format.count(blank)
  const titles = [t`Use`, t`Who and where`, t`Customer and row`]
  const own = faults.filter((f) => !f.field.startsWith('measure.') && f.field !== 'format')
  return (
    <li className={css.column} data-ignored={name === 'ignore' ? '' : undefined} id={`${id}-item`}>
      <div className={css.columnHead}>
        <div className="grow">
          <p className={css.columnName} id={id}>
            {column.name}
          </p>
          <p className="muted small ellipsis">
            {(column.samples ?? []).slice(0, 4).join(' · ') || t`empty`}
            {blank > 0 && column.filled > 0 && ` · ${t`${blanks} blank`}`}
          </p>
        </div>
        <NativeSelect
          className={css.role}
          aria-label={t`What ${column.name} is`}
          value={name}
          error={own.length > 0 && own.map((f) => f.message).join(' ')}
          onChange={(event) => onChange(withRole(mapping, column, event.currentTarget.value as RoleName))}
        >
          {groups.map((of, at) => (
            <optgroup key={titles[at]} label={titles[at]}>
              {of.map((one) => (
                <option key={one} value={one}>
                  {words[one]}
                </option>
              ))}
            </optgroup>
          ))}
        </NativeSelect>
      </div>
      {roles.map((one) => {
        if (one.is === 'time') {
          return <TimeFields key="time" column={column} mapping={mapping} faults={faults} onChange={onChange} />
        }
        if (one.is === 'measure') {
          return (
            <MeasureFields
              key={`measure-${one.key}`}
              column={column}
              measureKey={one.key}
              mapping={mapping}
              faults={faults}
              off={off}
              onChange={onChange}
            />
          )
        }
        if (one.is === 'attribute') {
          return (
            <AttributeFields key={`attribute-${one.key}`} attribute={one.key} mapping={mapping} onChange={onChange} />
          )
        }
        if (one.is === 'key') {
          return (
            <p key="key" className="muted small">
              {t`A row with a key that was imported before is a duplicate.`}
            </p>
          )
        }
        return null
      })}
      {roles.length > 1 && (
        <p className="muted small">{t`The mapping uses this column more than once; choosing again leaves one use.`}</p>
      )}
    </li>
  )
}
