import { Trans, useLingui } from '@lingui/react/macro'
import { ButtonLink } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { type Column, DataTable } from '../../components/table/DataTable'
import { usePhone } from '../../components/usePhone'
import { useFormat } from '../../words/i18n'
import { FileCard } from './FileCard'
import { type Import, useImports } from './queries'
import { useUpload } from './useUpload'
import { StateTag } from './words'

/** All imports, and the place for the next file. */
export function ImportsPage() {
  const { t } = useLingui()
  const imports = useImports()
  const upload = useUpload()
  const phone = usePhone()
  const rows = imports.data?.pages.flatMap((page) => page.items ?? []) ?? []
  return (
    <>
      <PageHeader
        title={t`Imports`}
        remark={t`reviews and answers from files`}
        actions={
          <>
            <ButtonLink icon="list" square={phone} href="/imports/mappings">
              {t`Saved mappings`}
            </ButtonLink>
            <ButtonLink icon="eye" square={phone} href="/imports/folders">
              {t`Watched folders`}
            </ButtonLink>
          </>
        }
      />
      <PageBody>
        <FileCard upload={upload} />
        {imports.isError ? (
          <Card>
            <ErrorState
              error={imports.error}
              title={t`The imports could not be loaded`}
              onRetry={() => imports.refetch()}
            />
          </Card>
        ) : imports.isPending ? (
          <Card title={t`History`}>
            <LoadingRows />
          </Card>
        ) : (
          rows.length > 0 && (
            <Card title={t`History`} remark={t`newest first`}>
              <ImportTable
                rows={rows}
                more={{
                  has: imports.hasNextPage,
                  busy: imports.isFetchingNextPage,
                  load: () => void imports.fetchNextPage(),
                }}
              />
            </Card>
          )
        )}
        {imports.isSuccess && rows.length === 0 && (
          <p className="muted">
            <Trans>
              Nothing has been imported yet. After you drop a file you see what would come of it; nothing is recorded
              before you say so, and an import can be undone.
            </Trans>
          </p>
        )}
      </PageBody>
    </>
  )
}

/** Imports with what became of their rows. */
export function ImportTable({
  rows,
  selected,
  more,
}: {
  rows: readonly Import[]
  selected?: string
  more?: { has: boolean; busy: boolean; load: () => void }
}) {
  const { t } = useLingui()
  const format = useFormat()
  const progress = (row: Import) => {
    const share = format.percent(row.rows > 0 ? row.done / row.rows : 0)
    return row.state === 'running' ? <span className="muted small"> {share}</span> : null
  }
  const columns: Column<Import>[] = [
    { id: 'name', header: t`File`, cell: (row) => row.name },
    {
      id: 'state',
      header: t`State`,
      cell: (row) => (
        <>
          <StateTag state={row.state} />
          {progress(row)}
        </>
      ),
    },
    { id: 'by', header: t`By`, cell: (row) => row.by.name },
    { id: 'at', header: t`When`, cell: (row) => format.dateTime(row.created_at) },
    {
      id: 'accepted',
      header: t`Accepted`,
      align: 'right',
      cell: (row) => <Count value={row.accepted} word={t`accepted`} strong={row.state !== 'undone'} />,
    },
    {
      id: 'rejected',
      header: t`Rejected`,
      align: 'right',
      cell: (row) => <Count value={row.rejected} word={t`rejected`} />,
    },
    {
      id: 'duplicates',
      header: t`Duplicates`,
      align: 'right',
      cell: (row) => <Count value={row.duplicates} word={t`duplicates`} />,
    },
  ]
  return (
    <DataTable
      label={t`Imports`}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      href={(row) => `/imports/${row.id}`}
      selected={selected}
      more={more}
    />
  )
}

/** A count that says what it counts where its column's header is folded away. */
function Count({ value, word, strong }: { value: number; word: string; strong?: boolean }) {
  const format = useFormat()
  return (
    <span className="nowrap">
      {strong ? (
        <b>{format.count(value)}</b>
      ) : (
        <span className={value && strong === undefined ? undefined : 'muted'}>{format.count(value)}</span>
      )}
      <span className="phone-only"> {word}</span>
    </span>
  )
}
