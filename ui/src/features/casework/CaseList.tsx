import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Icon } from '../../components/Icon'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import type { BulkField } from './BulkDialog'
import { CaseRow } from './CaseRow'
import css from './casework.module.css'
import { Facets } from './Facets'
import { InboxFilter } from './InboxFilter'
import { InboxTabs } from './InboxTabs'
import { facetKeys } from './inbox'
import type { Inbox } from './useInbox'

/** The left pane: which cases, and the cases. */
export function CaseList({
  inbox,
  current,
  marked,
  onMark,
  onClear,
  onBegin,
  onBulk,
  onMarkAll,
  onNew,
}: {
  inbox: Inbox
  current: string
  marked: readonly string[]
  onMark: (id: string) => void
  onClear: () => void
  onBegin: (kind: 'close' | 'assign') => void
  onBulk: (field: BulkField) => void
  onMarkAll: () => void
  onNew?: () => void
}) {
  const { t } = useLingui()
  const [typed, setTyped] = useState(inbox.get('search'))
  const { list, rows } = inbox
  return (
    <section className={css.list} aria-label={t`Cases`}>
      <div className={css.listHead}>
        <PageHeader
          title={t`Inbox`}
          actions={
            onNew && (
              <Button icon="plus" onClick={onNew}>
                <Trans>New case</Trans>
              </Button>
            )
          }
        />
        <InboxTabs inbox={inbox} current={current} />
        <div className={css.find}>
          <TextInput
            type="search"
            className="grow"
            aria-label={t`Search cases`}
            placeholder={t`Title, number or customer`}
            leftSection={<Icon name="search" />}
            value={typed}
            maxLength={100}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              inbox.set({ search: event.currentTarget.value || undefined })
            }}
          />
          <InboxFilter inbox={inbox} />
        </div>
        <Facets inbox={inbox} />
      </div>
      <div className={css.rows}>
        {list.isError && !rows ? (
          <ErrorState error={list.error} title={t`The cases could not be fetched.`} onRetry={() => list.refetch()} />
        ) : !rows ? (
          <LoadingRows rows={6} />
        ) : rows.length === 0 ? (
          <NoCases inbox={inbox} onClear={() => setTyped('')} />
        ) : (
          <ul>
            {rows.map((row) => (
              <CaseRow
                key={row.id}
                of={row}
                href={inbox.link(row.id)}
                current={row.id === current}
                gone={inbox.gone.includes(row.id)}
                owner={inbox.tab !== 'mine'}
                marked={marked.includes(row.id)}
                marking={marked.length > 0}
                onMark={onNew && (() => onMark(row.id))}
              />
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <div className={css.more}>
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              <Trans>Load more</Trans>
            </Button>
          </div>
        )}
      </div>
      <Arrived inbox={inbox} />
      {marked.length > 0 && (
        <div className={css.bulk} role="toolbar" aria-label={t`Marked cases`}>
          <span className="grow nowrap">
            <Plural value={marked.length} one="# marked" other="# marked" />
          </span>
          <Button onClick={() => onBegin('assign')}>
            <Trans>Assign</Trans>
          </Button>
          <Button onClick={() => onBegin('close')}>
            <Trans>Close</Trans>
          </Button>
          <Menu
            trigger={
              <Button square icon="more">
                {t`More for the marked cases`}
              </Button>
            }
            entries={[
              { label: t`Mark all that are shown`, icon: 'check', onSelect: onMarkAll },
              { kind: 'divider' },
              { label: t`Severity`, icon: 'gauge', onSelect: () => onBulk('severity') },
              { label: t`Due`, icon: 'clock', onSelect: () => onBulk('due') },
              { label: t`What went wrong`, icon: 'info', onSelect: () => onBulk('cause') },
            ]}
          />
          <Button kind="quiet" square icon="close" onClick={onClear}>
            {t`Take all marks away`}
          </Button>
        </div>
      )}
    </section>
  )
}

/**
 * What has come or gone since the list was drawn. It is said politely under the list, and nothing moves until it is
 * asked for.
 */
function Arrived({ inbox }: { inbox: Inbox }) {
  const coming = inbox.coming.length
  const gone = inbox.gone.length
  return (
    <div role="status">
      {(coming > 0 || gone > 0) && (
        <button
          type="button"
          className={css.arrived}
          onClick={() => {
            inbox.accept()
            // The button goes with what it announced: the focus goes on to the list.
            const row = document.querySelector<HTMLElement>('[id^="row-"][aria-current]')
            const any = row ?? document.querySelector<HTMLElement>('[id^="row-"]')
            any?.focus()
          }}
        >
          <Icon name={coming > 0 ? 'down' : 'undo'} />
          {coming > 0 ? (
            <Plural value={coming} one="# new case" other="# new cases" />
          ) : (
            <Plural value={gone} one="# case has left this list" other="# cases have left this list" />
          )}
          <span className="grow" />
          <Trans>Show</Trans>
        </button>
      )}
    </div>
  )
}

function NoCases({ inbox, onClear }: { inbox: Inbox; onClear: () => void }) {
  const searched = ['search', 'point', 'owner', 'state', ...facetKeys].some((key) => inbox.get(key))
  const clear = () => {
    onClear()
    const none = Object.fromEntries(facetKeys.map((key) => [key, undefined]))
    inbox.set({ search: undefined, point: undefined, owner: undefined, state: undefined, ...none })
  }
  const open = inbox.counts?.open ?? 0
  if (searched) {
    return (
      <EmptyState sentence={<Trans>No case fits what you look for.</Trans>}>
        <Button onClick={clear}>
          <Trans>Show all</Trans>
        </Button>
      </EmptyState>
    )
  }
  if (open > 0 && inbox.tab !== 'team') {
    return (
      <EmptyState
        sentence={
          inbox.tab === 'mine' ? (
            <Trans>Nothing waits for you.</Trans>
          ) : inbox.tab === 'overdue' ? (
            <Trans>Nothing is overdue.</Trans>
          ) : inbox.tab === 'broken' ? (
            <Trans>Every promise was kept, or seen to.</Trans>
          ) : inbox.tab === 'mentioned' ? (
            <Trans>Nobody waits for a word of yours.</Trans>
          ) : inbox.tab === 'watched' ? (
            <Trans>You watch no open case.</Trans>
          ) : (
            <Trans>Every case has an owner.</Trans>
          )
        }
      >
        <Button onClick={() => inbox.set({ tab: 'team' })}>
          <Plural value={open} one="See the one open case" other="See all # open cases" />
        </Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState sentence={<Trans>No case is open. Rules open cases for signals that need an answer.</Trans>}>
      <Button onClick={() => inbox.set({ tab: 'all' })}>
        <Trans>See closed cases</Trans>
      </Button>
    </EmptyState>
  )
}
