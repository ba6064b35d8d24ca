import { useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { CaseClock } from '../../components/case/CaseClock'
import { Menu, type MenuEntry } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import css from './casework.module.css'
import { type Deed, deedsFor } from './moves'
import { type Case, type CaseFile, useCaseOptions } from './queries'
import { moment, useDeedWords, useOptionWords, useSeverityWords, useStateWords } from './words'

/** What the case is, how it stands, and what can be done with it. */
export function CaseHead({
  of,
  may,
  onStep,
  onBegin,
}: {
  of: CaseFile
  may: boolean
  onStep: (of: Case, deed: Deed) => void
  onBegin: (kind: 'assign' | 'edit', of: Case) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const states = useStateWords()
  const severities = useSeverityWords()
  const deeds = useDeedWords()
  const severity = severities[of.severity].toLocaleLowerCase(format.locale)
  const point = of.touch_point?.name
  const [first, ...others] = deedsFor(of.state)
  const closed = of.state === 'closed'
  const entries: MenuEntry[] = [
    ...others.map((deed) => ({ label: deeds[deed], onSelect: () => onStep(of, deed) })),
    ...(closed
      ? []
      : [
          { kind: 'divider' as const },
          {
            label: t`Change title, severity or due date`,
            icon: 'edit' as const,
            onSelect: () => onBegin('edit', of),
          },
        ]),
  ]
  return (
    <header className={css.head}>
      <div className={css.headTop}>
        <span className="muted not-phone">{of.ref}</span>
        <Tag tone={of.state === 'closed' || of.state === 'resolved' ? 'better' : 'accent'}>{states[of.state]}</Tag>
        <Tag>{t`Severity: ${severity}`}</Tag>
        {point && <Tag>{t`Touch point: ${point}`}</Tag>}
        <span className="grow" />
        {may && (
          <span className={css.deeds}>
            {!closed && (
              <Button keyHint="a" onClick={() => onBegin('assign', of)}>
                {t`Assign`}
              </Button>
            )}
            {first && (
              <Button keyHint={first === 'close' ? 'e' : undefined} onClick={() => onStep(of, first)}>
                {deeds[first]}
              </Button>
            )}
            {entries.length > 0 && (
              <Menu
                trigger={
                  <Button square icon="more">
                    {t`More`}
                  </Button>
                }
                entries={entries}
              />
            )}
          </span>
        )}
      </div>
      <h2 className={css.title}>{of.title}</h2>
      <dl className={css.clocks}>
        <div>
          <dt>{t`Due`}</dt>
          <dd>
            <CaseClock of={of} />
            <span className="muted small">{moment(of.due_at, format)}</span>
          </dd>
        </div>
        <div>
          <dt>{t`Owner`}</dt>
          <dd>{of.owner.name}</dd>
        </div>
        <div>
          <dt>{t`Opened`}</dt>
          <dd>{moment(of.opened_at, format)}</dd>
        </div>
        <div>
          <dt>{t`Unit`}</dt>
          <dd>{of.unit?.name ?? t`none`}</dd>
        </div>
        <Ending of={of} />
      </dl>
    </header>
  )
}

function Ending({ of }: { of: CaseFile }) {
  const { t } = useLingui()
  const word = useOptionWords()
  const options = useCaseOptions().data
  const named = (key: string | undefined, list: readonly { key: string; name: string }[] | undefined) =>
    key && word(list?.find((o) => o.key === key) ?? { key, name: key })
  const cause = named(of.cause, options?.causes)
  const outcome = named(of.outcome, options?.outcomes)
  return (
    <>
      {cause && (
        <div>
          <dt>{t`What went wrong`}</dt>
          <dd>{cause}</dd>
        </div>
      )}
      {outcome && (
        <div>
          <dt>{t`How it ended`}</dt>
          <dd>{outcome}</dd>
        </div>
      )}
    </>
  )
}
