import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody, Toolbar } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SegmentedControl } from '../../components/SegmentedControl'
import { Tag } from '../../components/Tag'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import css from './praise.module.css'
import { type Compliment, useCompliments, usePraiseCalls, type Which } from './queries'

/** What customers praised: one's own, one's team's, and what was shared with everybody. */
export function PraisePage() {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const leads = useMay('people.read')
  const asked = get('show') as Which
  const which: Which = asked === 'shared' || (asked === 'team' && leads) ? asked : leads && !asked ? 'team' : 'mine'
  const found = useCompliments(which)
  const rows = found.data?.pages.flatMap((page) => page.items ?? []) ?? []
  return (
    <>
      <PageHeader title={t`Praise`} remark={t`what customers thank us for`} />
      <Toolbar label={t`Whose praise`}>
        <SegmentedControl
          label={t`Show`}
          value={which}
          options={[
            { value: 'mine', label: t`Yours` },
            ...(leads ? [{ value: 'team' as const, label: t`Your team’s` }] : []),
            { value: 'shared', label: t`Shared` },
          ]}
          onChange={(value) => set({ show: value })}
        />
      </Toolbar>
      <PageBody narrow>
        <Card>
          {found.isError ? (
            <ErrorState
              error={found.error}
              title={t`The praise could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : found.isPending ? (
            <LoadingRows rows={4} />
          ) : rows.length === 0 ? (
            <EmptyState
              sentence={
                which === 'shared' ? (
                  <Trans>Nobody has shared praise yet.</Trans>
                ) : (
                  <Trans>No praise yet. A rule that passes compliments on brings it here.</Trans>
                )
              }
            />
          ) : (
            <ul>
              {rows.map((one) => (
                <PraiseLine key={one.id} one={one} leads={leads} />
              ))}
            </ul>
          )}
          {found.hasNextPage && (
            <div className={css.more}>
              <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                <Trans>Show more</Trans>
              </Button>
            </div>
          )}
        </Card>
      </PageBody>
    </>
  )
}

function PraiseLine({ one, leads }: { one: Compliment; leads: boolean }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const format = useFormat()
  const calls = usePraiseCalls()
  const name = one.employee.name || one.employee.key
  const failed = (error: unknown) => toasts.show(explain(i18n, error), { tone: 'failed' })
  const share = (shared: boolean) =>
    calls.share.mutate(
      { id: one.id, shared },
      {
        onSuccess: () =>
          toasts.show(shared ? t`Everybody sees it now` : t`It is no longer shown to everybody`, {
            undo: () => calls.share.mutate({ id: one.id, shared: !shared }),
          }),
        onError: failed,
      },
    )
  const thanks = (one.thanks ?? []).map((person) => person.name)
  const names = format.list(thanks)
  return (
    <li className={css.praise}>
      {(one.words ?? []).length > 0 ? (
        <blockquote className={css.words} dir="auto">
          {(one.words ?? []).join(' ')}
        </blockquote>
      ) : (
        <p className={css.words}>{one.why}</p>
      )}
      <p className="second">
        {one.mine ? <b>{t`For you`}</b> : <b>{name}</b>}
        {one.touch_point && ` · ${one.touch_point.name}`}
        {(one.measures ?? [])
          .filter((m) => m.score !== undefined)
          .map((m) => ` · ${m.name} ${m.score}`)
          .join('')}
        {' · '}
        <time dateTime={one.at}>{format.moment(one.at)}</time> {one.shared && <Tag>{t`Shared`}</Tag>}
      </p>
      {thanks.length > 0 && (
        <p className="muted small">
          <Trans>Thanked by {names}</Trans>
        </p>
      )}
      <div className="row wrap">
        {!one.mine && !one.thanked && (
          <Button icon="sun" onClick={() => calls.thank.mutate(one.id, { onError: failed })}>
            {t`Thank ${name}`}
          </Button>
        )}
        {(one.mine || leads) && (
          <Button kind="quiet" icon={one.shared ? 'lock' : 'people'} onClick={() => share(!one.shared)}>
            {one.shared ? t`Stop sharing` : t`Share with everybody`}
          </Button>
        )}
      </div>
    </li>
  )
}
