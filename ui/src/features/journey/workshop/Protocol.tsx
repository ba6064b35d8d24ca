import { Trans, useLingui } from '@lingui/react/macro'
import { Card, CardBody } from '../../../components/layout/Page'
import { useFormat } from '../../../words/i18n'
import { Owed } from './Decisions'
import type { Workshop } from './queries'
import { clock } from './words'
import css from './workshop.module.css'

/** What is kept of a workshop: who was there, what was said at each step, what was decided. Prints. */
export function Protocol({ of, journey }: { of: Workshop; journey: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const people = of.people ?? []
  const here = people.filter((p) => p.present)
  const absent = people.filter((p) => !p.present)
  const say = (list: typeof people) => list.map((p) => (p.function ? `${p.name} (${p.function})` : p.name)).join(', ')
  const decisions = of.decisions ?? []
  const closed = of.closed_at ? format.dateTime(of.closed_at) : ''
  return (
    <div className={css.protocol}>
      <Card title={t`Protocol`} remark={[journey, closed && t`closed ${closed}`].filter(Boolean).join(' · ')}>
        <CardBody>
          <dl className={css.facts}>
            <dt>
              <Trans>In the room</Trans>
            </dt>
            <dd dir="auto">{here.length > 0 ? say(here) : t`nobody was noted`}</dd>
            {absent.length > 0 && (
              <>
                <dt>
                  <Trans>Invited, not there</Trans>
                </dt>
                <dd dir="auto">{say(absent)}</dd>
              </>
            )}
          </dl>
          <h3>
            <Trans>Decisions</Trans>
          </h3>
          {decisions.length === 0 ? (
            <p className="muted">
              <Trans>Nothing was decided.</Trans>
            </p>
          ) : (
            <ol>
              {decisions.map((d) => (
                <li key={d.id} dir="auto">
                  {d.text} <Owed of={d} />
                </li>
              ))}
            </ol>
          )}
          {(of.agenda ?? [])
            .filter((s) => s.note || s.done || (s.spent ?? 0) > 0)
            .map((s) => (
              <section key={s.id}>
                <h3 dir="auto">
                  {s.title} {(s.spent ?? 0) > 0 && <span className="muted small">{clock(s.spent ?? 0)}</span>}
                </h3>
                <p className={css.said} dir="auto">
                  {s.note || <span className="muted">{t`Nothing was noted.`}</span>}
                </p>
              </section>
            ))}
        </CardBody>
      </Card>
    </div>
  )
}
