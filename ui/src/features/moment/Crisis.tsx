import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { ButtonLink } from '../../components/Button'
import { Figure } from '../../components/figure/Figure'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { Card, CardBody } from '../../components/layout/Page'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { majorText } from './limits'
import css from './moment.module.css'
import { type Allowance, type MomentFile, useAsked } from './queries'
import { useAllowanceWords, usePeriodWords } from './words'

/** What is done when it goes badly wrong, what the first person may give, and whether staff understand it. */
export function Crisis({ of }: { of: MomentFile }) {
  const { t } = useLingui()
  const may = useMay('moment.confirm') && of.state !== 'retired'
  const p = of.procedure
  const steps = p?.steps ?? []
  const number = p?.number ?? 0
  return (
    <Card
      title={t`When it goes badly wrong`}
      controls={
        may && (
          <ButtonLink kind="quiet" icon="edit" href={`/moments/${of.id}/procedure`}>
            {p ? <Trans>Edit</Trans> : <Trans>Write</Trans>}
          </ButtonLink>
        )
      }
    >
      <CardBody>
        <div className="stack" style={{ gap: 16 }}>
          <Authority list={of.authority ?? []} note={of.authority_note} />
          {p ? (
            <div className="stack" style={{ gap: 6 }}>
              <p className="strong" dir="auto">
                {p.title} <span className="muted small">{t`version ${number}`}</span>
              </p>
              {p.when && (
                <p className="second" dir="auto">
                  {p.when}
                </p>
              )}
              <ol className={css.steps} dir="auto">
                {steps.map((s) => (
                  <li key={s}>{s}</li>
                ))}
              </ol>
            </div>
          ) : (
            <p className="muted">
              <Trans>No crisis procedure yet.</Trans>
            </p>
          )}
          {p && (p.questions ?? []).length > 0 && <Understood of={of} />}
        </div>
      </CardBody>
    </Card>
  )
}

/** What the first person may give without asking. */
export function Authority({ list, note }: { list: readonly Allowance[]; note?: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const kinds = useAllowanceWords()
  const periods = usePeriodWords()
  return (
    <div className={css.limits}>
      <p className="second small">
        <Trans>The first person may give, without asking</Trans>
      </p>
      {list.length === 0 && !note && (
        <p className="soon">
          <Trans>Nothing is said yet.</Trans>
        </p>
      )}
      {list.map((a) => {
        const once = format.money(majorText(a.per_case, a.currency), a.currency)
        const often = a.per_period ? format.money(majorText(a.per_period, a.currency), a.currency) : ''
        const per = a.period ? periods[a.period] : ''
        return (
          <p key={a.kind + a.currency}>
            <b>{kinds[a.kind]}</b> {often ? t`up to ${once} in a case, ${often} ${per}` : t`up to ${once} in a case`}
          </p>
        )
      })}
      {note && (
        <p style={{ overflowWrap: 'anywhere' }} dir="auto">
          {note}
        </p>
      )}
    </div>
  )
}

function Understood({ of }: { of: MomentFile }) {
  const { t } = useLingui()
  const format = useFormat()
  const mayPeople = useMay('people.read')
  const asked = useAsked(of.id, true).data
  const answered = asked?.answered ?? 0
  const audience = asked?.audience ?? 0
  const missing = audience - answered
  const n = format.count(asked?.passed.n ?? 0)
  const check = `/moments/${of.id}/check`
  return (
    <div className="stack" style={{ gap: 6 }}>
      <p className="second small">
        <Trans>Do staff understand it?</Trans>
      </p>
      {mayPeople && asked && (
        <>
          {asked.passed.n > 0 ? (
            <div className={css.mark}>
              <Figure figure={{ ...asked.passed, too_few: false }} unit="%" size="medium" />
              <IntervalMark figure={{ ...asked.passed, too_few: false }} unit="%" domain={[0, 100]} />
              <p className="muted small">
                {format.interval(asked.passed.low, asked.passed.high, '%')} · {t`passed, n ${n}`}
              </p>
            </div>
          ) : (
            <p className="muted">
              <Trans>Fewer than five have answered: no figure is shown.</Trans>
            </p>
          )}
          <p>
            {missing > 0 ? (
              <AppLink className="link" href={check}>
                <Plural value={missing} one="# person hasn’t been asked" other="# people haven’t been asked" />
              </AppLink>
            ) : (
              <Trans>Everybody has been asked.</Trans>
            )}
          </p>
        </>
      )}
      <div>
        <ButtonLink icon="check" href={check}>
          <Trans>Read it and answer</Trans>
        </ButtonLink>
      </div>
    </div>
  )
}
