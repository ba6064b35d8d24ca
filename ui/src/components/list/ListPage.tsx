import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { Button } from '../Button'
import { EmptyState } from '../feedback/EmptyState'
import { ErrorState } from '../feedback/ErrorState'
import { LoadingRows } from '../feedback/Loading'
import { useSearchState } from '../filter/useSearchState'
import { Icon } from '../Icon'
import { Card, PageBody, Toolbar } from '../layout/Page'
import { PageHeader } from '../layout/PageHeader'
import { type Column, DataTable } from '../table/DataTable'
import { usePhone } from '../usePhone'

/** What an infinite query of ours answers with, as far as a list needs it. */
export type ListAnswer<T> = {
  data?: { pages: { items: T[] | null; total?: number }[] }
  error: unknown
  isError: boolean
  isPending: boolean
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
  refetch: () => unknown
}

/** The words a person types in a list's search box, kept in the URL; deferred, so that typing never waits. */
export function useListSearch(): { search: string; typed: string; setTyped: (text: string) => void } {
  const [get, set] = useSearchState()
  const [typed, setTyped] = useState(get('search'))
  return {
    search: useDeferredValue(typed.trim()),
    typed,
    setTyped: (text) => {
      setTyped(text)
      set({ search: text.trim() || undefined })
    },
  }
}

/** A page that lists one kind of thing: search, add, a table that loads on. */
export function ListPage<T extends object>({
  title,
  remark,
  searchLabel,
  typed,
  onType,
  answer,
  columns,
  rowKey,
  href,
  nothing,
  add,
  actions,
  tools,
}: {
  title: string
  remark?: string
  searchLabel: string
  typed: string
  onType: (text: string) => void
  answer: ListAnswer<T>
  columns: readonly Column<T>[]
  rowKey: (row: T) => string
  href?: (row: T) => string
  /** Said while there is none at all. */
  nothing: string
  /** The deed that adds one, where the person may. */
  add?: { label: string; onAdd: () => void }
  /** Beside it: what is done with the whole list. */
  actions?: ReactNode
  /** Beside the search: what narrows the list. `narrowed` tells whether it does. */
  tools?: { node: ReactNode; narrowed: boolean; clear: () => void }
}) {
  const { t } = useLingui()
  const phone = usePhone()
  const rows = answer.data?.pages.flatMap((page) => page.items ?? []) ?? []
  const button = add && (
    <Button kind="primary" icon="plus" square={phone} onClick={add.onAdd}>
      {add.label}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={title}
        remark={remark}
        actions={
          <>
            {actions}
            {button}
          </>
        }
      />
      <Toolbar label={searchLabel}>
        <TextInput
          type="search"
          aria-label={searchLabel}
          placeholder={t`Search`}
          leftSection={<Icon name="search" />}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
          style={{ width: 280 }}
        />
        {tools?.node}
      </Toolbar>
      <PageBody>
        <Card>
          {answer.isError ? (
            <ErrorState
              error={answer.error}
              title={t`This list could not be fetched.`}
              onRetry={() => answer.refetch()}
            />
          ) : answer.isPending ? (
            <LoadingRows rows={6} />
          ) : (
            <DataTable
              label={title}
              columns={columns}
              rows={rows}
              rowKey={rowKey}
              href={href}
              more={{
                has: answer.hasNextPage,
                busy: answer.isFetchingNextPage,
                load: () => void answer.fetchNextPage(),
                total: answer.data?.pages[0]?.total,
              }}
              empty={
                <Empty
                  nothing={nothing}
                  searched={typed.trim() !== '' || tools?.narrowed === true}
                  onClear={() => {
                    onType('')
                    tools?.clear()
                  }}
                />
              }
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Empty({ nothing, searched, onClear }: { nothing: ReactNode; searched: boolean; onClear: () => void }) {
  return (
    <EmptyState sentence={searched ? <Trans>Nothing is called that.</Trans> : nothing}>
      {searched && (
        <Button onClick={onClear}>
          <Trans>Show all</Trans>
        </Button>
      )}
    </EmptyState>
  )
}
