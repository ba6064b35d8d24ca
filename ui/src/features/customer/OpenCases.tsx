import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Card, CardBody } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import css from './customer.module.css'
import { useTimeline } from './queries'

const live = ['new', 'open', 'waiting']

/** The customer's cases that somebody still works on. */
export function OpenCases({ id }: { id: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const found = useTimeline(id, 'case')
  const cases = found.data?.pages.flatMap((page) => page.items ?? []) ?? []
  const open = cases.filter((one) => live.includes(one.state ?? ''))
  const done = cases.length - open.length
  const words: Record<string, string> = { new: t`New`, open: t`Open`, waiting: t`Waiting` }
  if (found.isPending) return null
  return (
    <Card title={t`Open cases`} remark={done > 0 ? t`${done} closed or resolved` : undefined}>
      {open.length === 0 ? (
        <CardBody>
          <p className="second">
            <Trans>None is open.</Trans>
          </p>
        </CardBody>
      ) : (
        <ul className={css.lines}>
          {open.map((one) => {
            const late = one.due && Date.parse(one.due) < Date.now()
            return (
              <li key={one.id}>
                <AppLink className="link grow ellipsis" href={`/inbox/${one.link}`}>
                  {one.ref}, {one.title}
                </AppLink>
                <Tag>{words[one.state ?? ''] ?? one.state}</Tag>
                {one.due && (
                  <span className={`small nowrap ${late ? 'worse' : 'muted'}`}>
                    {late ? t`was due ${format.moment(one.due)}` : t`due ${format.moment(one.due)}`}
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}
