import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { CaseClock } from '../../components/case/CaseClock'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, CardBody } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import css from './metric.module.css'
import { useOpenCases } from './queries'

/** The cases that are due first. Not of the slice: what waits for somebody waits whatever is looked at. */
export function OpenCases() {
  const { t } = useLingui()
  const format = useFormat()
  const found = useOpenCases(5, true)
  const [open, overdue] = [format.count(found.data?.counts.open ?? 0), format.count(found.data?.counts.overdue ?? 0)]
  const items = found.data?.items ?? []
  return (
    <Card
      title={t`Open cases`}
      remark={found.data && items.length > 0 && t`${open} · ${overdue} overdue`}
      link={{ label: t`Inbox`, href: '/inbox?tab=team' }}
    >
      {found.isError ? (
        <ErrorState error={found.error} title={t`Cases could not be fetched.`} onRetry={() => found.refetch()} />
      ) : !found.data ? (
        <LoadingRows rows={3} />
      ) : items.length === 0 ? (
        <CardBody>
          <p className="second">
            <Trans>No case waits for anybody.</Trans>
          </p>
        </CardBody>
      ) : (
        <ul>
          {items.map((one) => (
            <li key={one.id} className={css.case}>
              <div className="grow">
                <AppLink className={`${css.whole} ellipsis`} dir="auto" href={`/inbox/${one.id}`}>
                  {one.title}
                </AppLink>
                <p className="second small ellipsis">
                  {[one.owner.name, one.unit?.name ?? one.touch_point?.name].filter(Boolean).join(' · ')}
                </p>
              </div>
              <CaseClock of={one} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
