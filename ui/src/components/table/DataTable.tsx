import { Trans, useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { Fragment, type MouseEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { useFormat } from '../../words/i18n'
import { AppLink } from '../AppLink'
import { Button } from '../Button'
import { Icon } from '../Icon'
import { usePhone } from '../usePhone'
import { usePrinting } from '../usePrinting'
import css from './table.module.css'

export type Column<T> = {
  id: string
  header: ReactNode
  cell: (row: T) => ReactNode
  /** What the column sorts by; without it the column can't be sorted. Nothing (null) sorts last. */
  sort?: (row: T) => string | number | null | undefined
  align?: 'right'
  /** CSS width of the column. */
  width?: string
  /** On phones: `keep` stays a column, `under` moves below the name, `hide` goes. The first column always stays. */
  phone?: 'keep' | 'under' | 'hide'
}

type Props<T> = {
  /** What the table lists, read by screen readers. */
  label: string
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  /** Where a row leads; its first cell becomes the link, the whole row can be clicked. */
  href?: (row: T) => string
  selected?: string
  sort?: { id: string; desc: boolean }
  /** For lists that come in pieces. */
  more?: { has: boolean; busy: boolean; load: () => void; total?: number }
  empty?: ReactNode
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
const virtualFrom = 200

/** A table that sorts by its headers, folds secondary columns under the name on phones and draws long lists in part. */
export function DataTable<T extends object>(props: Props<T>) {
  const { columns, rows, label, empty, more } = props
  const format = useFormat()
  const phone = usePhone()
  const [sorting, setSorting] = useState<SortingState>(props.sort ? [props.sort] : [])
  const defs = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, T> => ({
          id: column.id,
          accessorFn: (row) => column.sort?.(row) ?? null,
          enableSorting: column.sort !== undefined,
          sortDescFirst: column.align === 'right',
          sortUndefined: 'last',
          sortFn: (a, b, id) => compare(a.getValue(id), b.getValue(id), format.compare, sorting[0]?.desc ?? false),
        }),
      ),
    [columns, format, sorting],
  )
  const data = useMemo(() => rows as T[], [rows])
  const table = useTable({
    features,
    columns: defs,
    data,
    getRowId: (row: T) => props.rowKey(row),
    state: { sorting },
    onSortingChange: setSorting,
    enableSortingRemoval: false,
  })
  const shown = columns.filter((c, at) => !phone || at === 0 || c.phone === 'keep')
  const under = phone ? columns.filter((c, at) => at > 0 && (c.phone ?? 'under') === 'under') : []
  const sorted = table.getRowModel().rows

  if (rows.length === 0 && empty) return <>{empty}</>
  return (
    <>
      <div className={css.scroll}>
        <table className={css.table} aria-label={label} aria-rowcount={more?.total ?? rows.length}>
          <thead>
            <tr>
              {shown.map((column) => (
                <HeadCell
                  key={column.id}
                  column={column}
                  sorted={sorting[0]?.id === column.id ? (sorting[0].desc ? 'descending' : 'ascending') : undefined}
                  onSort={() => table.getColumn(column.id)?.toggleSorting()}
                />
              ))}
            </tr>
          </thead>
          <Rows {...props} rows={sorted.map((row) => row.original)} columns={shown} under={under} />
        </table>
      </div>
      {more?.has && <LoadMore more={more} shown={rows.length} />}
    </>
  )
}

/** Numbers by size, text as the language orders it, nothing last whichever the direction. */
function compare(a: unknown, b: unknown, text: (a: string, b: string) => number, desc: boolean): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === desc ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return text(String(a), String(b))
}

function HeadCell<T>({
  column,
  sorted,
  onSort,
}: {
  column: Column<T>
  sorted?: 'ascending' | 'descending'
  onSort: () => void
}) {
  return (
    <th scope="col" aria-sort={sorted} data-align={column.align} style={{ width: column.width }}>
      {column.sort ? (
        <button type="button" className={css.sort} onClick={onSort}>
          {column.header}
          {sorted && <Icon name={sorted === 'descending' ? 'down' : 'up'} small />}
        </button>
      ) : (
        column.header
      )}
    </th>
  )
}

/** The rows; of more than 200 only those near the window are in the page, two spacers keep the height. */
function Rows<T>({
  rows,
  columns,
  under,
  rowKey,
  href,
  selected,
}: Pick<Props<T>, 'rowKey' | 'href' | 'selected'> & {
  rows: T[]
  columns: readonly Column<T>[]
  under: readonly Column<T>[]
}) {
  const body = useRef<HTMLTableSectionElement>(null)
  const printing = usePrinting()
  const virtual = rows.length > virtualFrom && !printing
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    enabled: virtual,
    estimateSize: () => (under.length > 0 ? 60 : 34),
    overscan: 20,
    scrollMargin: body.current?.offsetTop ?? 0,
  })
  const items = virtualizer.getVirtualItems()
  const [first, last] = virtual ? [items[0]?.index ?? 0, (items.at(-1)?.index ?? 40) + 1] : [0, rows.length]
  const before = virtual ? (items[0]?.start ?? 0) - virtualizer.options.scrollMargin : 0
  const after = virtual ? virtualizer.getTotalSize() - ((items.at(-1)?.end ?? 0) - virtualizer.options.scrollMargin) : 0
  return (
    <tbody ref={body}>
      {before > 0 && <Spacer height={before} columns={columns.length} />}
      {rows.slice(first, last).map((row, at) => (
        <Row
          key={rowKey(row)}
          row={row}
          index={first + at}
          measure={virtual ? virtualizer.measureElement : undefined}
          columns={columns}
          under={under}
          href={href?.(row)}
          selected={selected !== undefined && rowKey(row) === selected}
        />
      ))}
      {after > 0 && <Spacer height={after} columns={columns.length} />}
    </tbody>
  )
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row that only keeps height; it can't take focus
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

function Row<T>({
  row,
  index,
  measure,
  columns,
  under,
  href,
  selected,
}: {
  row: T
  index: number
  measure?: (node: HTMLTableRowElement | null) => void
  columns: readonly Column<T>[]
  under: readonly Column<T>[]
  href?: string
  selected: boolean
}) {
  const router = useRouter({ warn: false })
  const open = (event: MouseEvent) => {
    // A click on a part with an action of its own, or one that ends a selection of text, opens nothing.
    const own = (event.target as Element).closest('a, button, input, label, select')
    if (!href || own || window.getSelection()?.toString()) return
    if (event.metaKey || event.ctrlKey) window.open(href, '_blank')
    else void router.navigate({ href })
  }
  return (
    <tr
      ref={measure}
      data-index={index}
      aria-selected={selected || undefined}
      data-opens={href ? '' : undefined}
      onClick={open}
    >
      {columns.map((column, at) => (
        <td key={column.id} data-align={column.align}>
          {at === 0 && href ? (
            <AppLink className={css.first} href={href}>
              {column.cell(row)}
            </AppLink>
          ) : (
            column.cell(row)
          )}
          {at === 0 && under.length > 0 && (
            <div className={css.under}>
              {under.map((below) => (
                <Fragment key={below.id}>
                  <span>{below.cell(row)}</span>
                </Fragment>
              ))}
            </div>
          )}
        </td>
      ))}
    </tr>
  )
}

function LoadMore({ more, shown }: { more: NonNullable<Props<object>['more']>; shown: number }) {
  const { t } = useLingui()
  const format = useFormat()
  const count = format.count(shown)
  const total = more.total === undefined ? '' : format.count(more.total)
  return (
    <div className={css.more}>
      <span className="muted small">{total ? t`${count} of ${total}` : t`${count} shown`}</span>
      <Button busy={more.busy} onClick={more.load}>
        <Trans>Load more</Trans>
      </Button>
    </div>
  )
}
