import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useSearchState } from '../../components/filter/useSearchState'
import { Icon } from '../../components/Icon'
import { Card, PageBody, Toolbar } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SegmentedControl } from '../../components/SegmentedControl'
import { useFormat } from '../../words/i18n'
import css from './notify.module.css'
import { type Notice, useMarkNotices, useNotices } from './queries'
import { kindIcons, useKindWords } from './useKindWords'

/** What this person was told, newest first. Following one reads it. */
export function NoticesPage() {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const unread = get('show') === 'unread'
  const notices = useNotices(unread)
  const mark = useMarkNotices()
  const rows = notices.data?.pages.flatMap((page) => page.items ?? []) ?? []
  const waiting = notices.data?.pages[0]?.unread ?? 0
  return (
    <>
      <PageHeader
        title={t`Notifications`}
        remark={t`what concerns you, newest first`}
        actions={
          <>
            {waiting > 0 && (
              <Button icon="check" busy={mark.isPending} onClick={() => mark.mutate({ read: true })}>
                <Trans>Mark all as read</Trans>
              </Button>
            )}
            <ButtonLink kind="quiet" icon="settings" href="/settings/notifications" square>
              <Trans>Choose how you are told</Trans>
            </ButtonLink>
          </>
        }
      />
      <Toolbar label={t`Which notifications`}>
        <SegmentedControl
          label={t`Show`}
          value={unread ? 'unread' : 'all'}
          options={[
            { value: 'all', label: t`All` },
            { value: 'unread', label: t`Unread` },
          ]}
          onChange={(value) => set({ show: value === 'unread' ? value : undefined })}
        />
      </Toolbar>
      <PageBody narrow>
        <Card>
          {notices.isError ? (
            <ErrorState
              error={notices.error}
              title={t`Your notifications could not be fetched.`}
              onRetry={() => notices.refetch()}
            />
          ) : notices.isPending ? (
            <LoadingRows rows={6} />
          ) : rows.length === 0 ? (
            <EmptyState
              sentence={unread ? <Trans>You have read everything.</Trans> : <Trans>Nothing yet concerns you.</Trans>}
            >
              {unread ? (
                <Button onClick={() => set({ show: undefined })}>
                  <Trans>Show all</Trans>
                </Button>
              ) : (
                <ButtonLink href="/settings/notifications">
                  <Trans>Choose how you are told</Trans>
                </ButtonLink>
              )}
            </EmptyState>
          ) : (
            <ul className={css.list} aria-label={t`Notifications`}>
              {rows.map((notice) => (
                <NoticeLine
                  key={notice.id}
                  notice={notice}
                  onMark={(read) => mark.mutate({ ids: [notice.id], read })}
                />
              ))}
            </ul>
          )}
          {notices.hasNextPage && (
            <div className={css.more}>
              <Button busy={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>
                <Trans>Show more</Trans>
              </Button>
            </div>
          )}
        </Card>
      </PageBody>
    </>
  )
}

function NoticeLine({ notice, onMark }: { notice: Notice; onMark: (read: boolean) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const words = useKindWords()
  const read = Boolean(notice.read_at)
  const { title } = notice
  return (
    <li className={css.notice} data-read={read ? '' : undefined}>
      <span className={css.icon} title={words[notice.kind]}>
        <Icon name={kindIcons[notice.kind]} />
      </span>
      <div className={css.words}>
        {notice.link ? (
          <AppLink href={notice.link} className={css.title} onClick={() => !read && onMark(true)}>
            {title}
          </AppLink>
        ) : (
          <span className={css.title}>{title}</span>
        )}
        {!read && <span className="vh">{t` (unread)`}</span>}
        {notice.text && (
          <p className="second" dir="auto">
            {notice.text}
          </p>
        )}
        <p className="muted small">
          {words[notice.kind]} · <time dateTime={notice.at}>{format.moment(notice.at)}</time>
        </p>
      </div>
      <Button kind="quiet" square icon={read ? 'undo' : 'check'} onClick={() => onMark(!read)}>
        {read ? t`Mark “${title}” as unread` : t`Mark “${title}” as read`}
      </Button>
    </li>
  )
}
