import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Button, ButtonLink } from '../../components/Button'
import { CopyField } from '../../components/CopyField'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Icon } from '../../components/Icon'
import { Card, CardBody } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { sections } from './choices'
import { hrefOfMade } from './hrefs'
import { type Made, type Run, useRun, useTakeBack } from './queries'
import css from './setup.module.css'
import { useSectionWords } from './words'

/** What was made at one go, each with a link, and the way back. */
export function ResultView({ id }: { id: string }) {
  const { t } = useLingui()
  const run = useRun(id)
  if (run.isError) {
    return (
      <Card>
        <ErrorState error={run.error} title={t`What was made could not be fetched.`} onRetry={() => run.refetch()}>
          <ButtonLink href="/setup/guide?step=proposal">{t`To the proposal`}</ButtonLink>
        </ErrorState>
      </Card>
    )
  }
  if (run.isPending) {
    return (
      <Card>
        <LoadingRows rows={8} />
      </Card>
    )
  }
  return <Result run={run.data} />
}

function Result({ run }: { run: Run }) {
  const { t } = useLingui()
  const words = useSectionWords()
  const format = useFormat()
  const standing = run.made.filter((made) => made.state !== 'taken_back')
  const back = run.made.length - standing.length
  const survey = standing.find((made) => made.noun === 'survey')
  const when = format.dateTime(run.made_at)
  return (
    <>
      <Card>
        <CardBody>
          <div className={css.step}>
            <div>
              <h2 className={css.question}>
                {run.undone_at ? (
                  <Plural
                    value={back}
                    _0="Nothing was taken back"
                    one="# thing was taken back"
                    other="# things were taken back"
                  />
                ) : (
                  <Plural value={run.made.length} one="# thing was made" other="# things were made" />
                )}
              </h2>
              <p className="second">
                {run.undone_at && standing.length > 0 ? (
                  <Trans>The others are in use or were changed, and stay. Each says why.</Trans>
                ) : (
                  <Trans>
                    Made {when} by {run.made_by}.
                  </Trans>
                )}
              </p>
            </div>
            {survey && <SurveyOut made={survey} />}
            <div className="row wrap">
              {run.undone_at && standing.length === 0 ? (
                <ButtonLink kind="primary" href="/setup/guide?step=proposal">{t`Back to the proposal`}</ButtonLink>
              ) : (
                <>
                  <ButtonLink kind="primary" href="/imports/new">{t`Bring data in`}</ButtonLink>
                  <ButtonLink href="/settings/people">{t`Invite colleagues`}</ButtonLink>
                  <ButtonLink href="/">{t`Overview`}</ButtonLink>
                </>
              )}
              <span className="grow" />
              {standing.length > 0 && <TakeBack run={run} />}
            </div>
          </div>
        </CardBody>
      </Card>
      {sections.map((section) => {
        const made = run.made.filter((one) => one.section === section)
        if (made.length === 0) return null
        return (
          <Card key={section} title={words[section]} remark={format.count(made.length)}>
            <ul>
              {made.map((one) => (
                <MadeLine key={one.key} made={one} />
              ))}
            </ul>
          </Card>
        )
      })}
    </>
  )
}

/** The survey's link and code once it is published; the way to its draft until then. */
function SurveyOut({ made }: { made: Made }) {
  const { t } = useLingui()
  const name = made.name
  if (!made.on || !made.url) {
    return (
      <Notice icon="survey">
        <Trans>
          The survey waits as a draft:{' '}
          <AppLink className="link" href={hrefOfMade(made)} style={{ textDecoration: 'underline' }}>
            look at {name} and publish it
          </AppLink>
          .
        </Trans>
      </Notice>
    )
  }
  return (
    <div className={css.out}>
      <img
        className={css.qr}
        src={`/api/v1/surveys/${made.id}/qr.svg?size=160`}
        width={112}
        height={112}
        alt={t`QR code of ${name}`}
      />
      <div className="stack grow">
        <p>
          <Trans>
            <b>{name}</b> takes answers: share the link, or print the code.
          </Trans>
        </p>
        <CopyField value={made.url} label={t`Link of the survey`} />
      </div>
    </div>
  )
}

function TakeBack({ run }: { run: Run }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const back = useTakeBack()
  const take = () =>
    back.mutate(run.id, {
      onSuccess: (now) => {
        const n = now.made.filter((made) => made.state === 'taken_back').length
        toasts.show(t`${n} things are taken back`)
      },
      onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
    })
  return (
    <Button icon="undo" busy={back.isPending} onClick={take}>
      {run.undone_at ? t`Try the rest again` : t`Take it back`}
    </Button>
  )
}

function MadeLine({ made }: { made: Made }) {
  const { t } = useLingui()
  const format = useFormat()
  const gone = made.state === 'taken_back'
  return (
    <li className={css.made} data-gone={gone ? '' : undefined}>
      <Icon name={gone ? 'undo' : 'check'} />
      {gone ? (
        <span>{made.name}</span>
      ) : (
        <AppLink className="link" href={hrefOfMade(made)}>
          {made.name}
        </AppLink>
      )}
      {made.noun === 'target' && (
        <span className="second nowrap">{format.withUnit(made.value ?? 0, made.unit ?? '')}</span>
      )}
      {(made.noun === 'rule' || made.noun === 'expectation') && !gone && (
        <Tag tone="outline">{made.on ? t`on` : t`off`}</Tag>
      )}
      {made.noun === 'survey' && !gone && <Tag tone="outline">{made.on ? t`open` : t`draft`}</Tag>}
      {gone && <Tag>{t`taken back`}</Tag>}
      {made.state === 'kept' && (
        <span className="second small">
          <Trans>Kept: {made.why}</Trans>
        </span>
      )}
    </li>
  )
}
