import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { useUnits } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { useCalendars } from './calendar-queries'
import css from './calendars.module.css'
import { WeekStrip } from './WeekStrip'

/** When units work: due times are counted in these hours. */
export function CalendarsPage() {
  const { t } = useLingui()
  const format = useFormat()
  const found = useCalendars()
  const units = useUnits().data ?? []
  const may = useMay('rule.write')
  const list = found.data
  const add = may && (
    <ButtonLink kind="primary" icon="plus" href="/settings/calendars/new">
      <Trans>Add a calendar</Trans>
    </ButtonLink>
  )
  return (
    <>
      <PageHeader
        title={t`Business calendars`}
        remark={t`when work is done`}
        actions={list?.length ? add : undefined}
      />
      <PageBody narrow>
        {list?.map((one) => {
          const hours = format.number(one.week_minutes / 60, one.week_minutes % 60 ? 1 : 0)
          const free = one.holidays?.length ?? 0
          return (
            <Card
              key={one.id}
              title={
                <AppLink className="link" href={`/settings/calendars/${one.id}`}>
                  {one.name}
                </AppLink>
              }
              remark={
                <Trans>
                  {one.zone}, {hours} h a week, <Plural value={free} one="# holiday" other="# holidays" />
                </Trans>
              }
              controls={one.standard ? <Tag tone="accent">{t`Standard`}</Tag> : undefined}
            >
              <CardBody>
                <WeekStrip week={one.week ?? []} />
                <p className={`second small ${css.units}`}>
                  {one.units?.length
                    ? one.units.map((id) => units.find((unit) => unit.id === id)?.name ?? id).join(', ')
                    : one.standard
                      ? t`For every unit without one of its own`
                      : t`For no unit yet`}
                </p>
              </CardBody>
            </Card>
          )
        })}
        {found.isPending && <LoadingRows rows={4} />}
        {found.isError && (
          <ErrorState
            error={found.error}
            title={t`The calendars could not be fetched.`}
            onRetry={() => found.refetch()}
          />
        )}
        {list?.length === 0 && (
          <Card>
            <EmptyState sentence={<Trans>Until there is a calendar, due times are counted around the clock.</Trans>}>
              {add}
            </EmptyState>
          </Card>
        )}
      </PageBody>
    </>
  )
}
