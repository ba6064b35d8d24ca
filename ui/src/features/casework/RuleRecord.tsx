import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, CardBody, Facts } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { useCaseOptions } from './queries'
import { useRuleRecord } from './rule-queries'

/** What a rule has opened so far, and what became of it. */
export function RuleRecord({ id }: { id: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const record = useRuleRecord(id)
  const outcomes = useCaseOptions().data?.outcomes ?? []
  if (record.isPending) return <LoadingRows rows={3} />
  if (record.isError)
    return (
      <ErrorState error={record.error} title={t`Its record could not be fetched.`} onRetry={() => record.refetch()} />
    )
  const { opened, live, done, in_time, reopened, held_back } = record.data
  const share = (part: number, of: number) =>
    of > 0 ? `${format.count(part)} · ${Math.round((100 * part) / of)} %` : '—'
  const shown = (record.data.outcomes ?? []).filter((one) => one.key).slice(0, 4)
  return (
    <Card
      title={t`What it has opened`}
      link={opened > 0 ? { label: t`All its cases`, href: `/inbox?rule=${id}&tab=all` } : undefined}
    >
      <CardBody>
        {opened === 0 ? (
          <p className="second">
            <Trans>Nothing yet.</Trans>
          </p>
        ) : (
          <Facts
            items={[
              [t`Cases`, format.count(opened)],
              [
                t`Still worked on`,
                <AppLink key="live" className="link" href={`/inbox?rule=${id}`}>
                  {format.count(live)}
                </AppLink>,
              ],
              [t`Done in time`, share(in_time, done)],
              [t`Opened again`, share(reopened, opened)],
              ...shown.map(
                (one) => [outcomes.find((o) => o.key === one.key)?.name ?? one.key, share(one.n, done)] as const,
              ),
            ]}
          />
        )}
        {held_back > 0 && (
          <p className="muted small">
            <Plural
              value={held_back}
              one="# match opened no case: its customer had one, or the day was full."
              other="# matches opened no case: their customers had one, or the day was full."
            />
          </p>
        )}
      </CardBody>
    </Card>
  )
}
