import { useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { Menu, type MenuEntry } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import beside from './beside.module.css'
import { CaseClocks } from './CaseClocks'
import css from './casework.module.css'
import { type Deed, deedsFor } from './moves'
import { type Case, type CaseFile, useCaseOptions } from './queries'
import { moment, useDeedWords, useOptionWords, useSeverityWords, useStateWords } from './words'

/** What can be begun from a case's head besides its steps. */
export type CaseDeed = 'assign' | 'edit' | 'promise' | 'merge' | 'split' | 'link' | 'parent'

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
  onBegin: (kind: CaseDeed, of: Case) => void
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
          {
            label: t`Promise something`,
            icon: 'phone' as const,
            keyHint: 'c',
            onSelect: () => onBegin('promise', of),
          },
        ]),
    { kind: 'divider' as const },
    { label: t`Merge into another case`, onSelect: () => onBegin('merge', of) },
    { label: t`Split off a second case`, onSelect: () => onBegin('split', of) },
    { label: t`Link another case`, icon: 'link' as const, onSelect: () => onBegin('link', of) },
    { label: t`Put below another case`, icon: 'tree' as const, onSelect: () => onBegin('parent', of) },
  ]
  return (
    <header className={css.head}>
      <div className={css.headTop}>
        <span className="muted not-phone">{of.ref}</span>
        <Tag tone={of.state === 'closed' || of.state === 'resolved' ? 'better' : 'accent'}>{states[of.state]}</Tag>
        <Tag>{t`Severity: ${severity}`}</Tag>
        {point && <Tag>{t`Touch point: ${point}`}</Tag>}
        <span className="grow" />
        {may && !of.merged_into && (
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
      <h2 className={css.title} dir="auto">
        {of.title}
      </h2>
      {(of.clocks ?? []).length > 0 && <CaseClocks clocks={of.clocks ?? []} />}
      <dl className={beside.meta}>
        <div>
          <dt>{t`Owner`}</dt>
          <dd>{of.owner.name}</dd>
        </div>
        <div>
          <dt>{t`Due`}</dt>
          <dd>{moment(of.due_at, format)}</dd>
        </div>
        <div>
          <dt>{t`Opened`}</dt>
          <dd>{moment(of.opened_at, format)}</dd>
        </div>
        {of.unit && (
          <div>
            <dt>{t`Unit`}</dt>
            <dd>{of.unit.name}</dd>
          </div>
        )}
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
  const cause = named(of.cause, options?.all)
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
