import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Card } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { useRuns } from './queries'
import css from './setup.module.css'

/** What was set up before; nothing where nothing was. */
export function EarlierRuns() {
  const { t } = useLingui()
  const format = useFormat()
  const runs = useRuns().data ?? []
  if (runs.length === 0) return null
  return (
    <Card title={t`Set up before`}>
      <ul>
        {runs.map((run) => {
          const back = run.made.filter((made) => made.state === 'taken_back').length
          return (
            <li key={run.id} className={css.made}>
              <AppLink className="link" href={`/setup/guide?run=${run.id}`}>
                {format.dateTime(run.made_at)}
              </AppLink>
              <span className="second">
                <Plural value={run.made.length} one="# thing" other="# things" />
                {back > 0 && (
                  <>
                    {', '}
                    <Plural value={back} one="# taken back" other="# taken back" />
                  </>
                )}
              </span>
              <span className="muted small">
                <Trans>by {run.made_by}</Trans>
              </span>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
