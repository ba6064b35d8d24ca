import { useLingui } from '@lingui/react/macro'
import { Card } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { ColumnItem } from './ColumnItem'
import type { Fault } from './faults'
import css from './importing.module.css'
import { type Mapping, rolesOf, type Upload } from './mapping'
import type { Preview } from './StartCard'

/** The file's columns in its order, each with what it is. */
export function ColumnList({
  upload,
  mapping,
  faults,
  off,
  onChange,
}: {
  upload: Upload
  mapping: Mapping
  faults: readonly Fault[]
  off: Preview['beside'] | undefined
  onChange: (mapping: Mapping) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const columns = upload.columns ?? []
  const used = format.count(columns.filter((c) => rolesOf(mapping, c.name).length > 0).length)
  const all = format.count(columns.length)
  return (
    <Card title={t`Columns`} remark={t`${used} of ${all} used · guessed from the values; change what is wrong`}>
      <ul className={css.columns}>
        {columns.map((column) => (
          <ColumnItem
            key={column.name}
            upload={upload}
            column={column}
            mapping={mapping}
            faults={faults.filter((f) => f.column === column.name)}
            off={off}
            onChange={onChange}
          />
        ))}
      </ul>
    </Card>
  )
}
