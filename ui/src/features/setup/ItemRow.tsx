import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, Switch, TextInput } from '@mantine/core'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import { type Choices, change, choose, isNew, isOn, isTaken } from './choices'
import { hrefOf } from './hrefs'
import type { Fault } from './ProposalStep'
import type { Item } from './queries'
import { SurveyLine } from './SurveyLine'
import css from './setup.module.css'
import { TargetField } from './TargetField'
import { useDetail } from './useDetail'

/** One line: taken or left, its name, what it is, and which answer led to it. */
export function ItemRow({
  item,
  items,
  choices,
  fault,
  onChoices,
}: {
  item: Item
  items: readonly Item[]
  choices: Choices
  fault: Fault | undefined
  onChoices: (next: Choices) => void
}) {
  const { t } = useLingui()
  const detail = useDetail()(item)
  const fresh = isNew(item)
  const taken = isTaken(item, choices)
  const changes = choices.changes[item.key]
  const name = changes?.name ?? item.name
  const href = hrefOf(item)
  return (
    <li
      className={css.line}
      data-left={fresh && !taken ? '' : undefined}
      data-below={item.unit?.parent ? '' : undefined}
      data-wrong={fault ? '' : undefined}
    >
      {fresh ? (
        <Checkbox
          id={`line-${item.key}`}
          aria-label={t`Take ${name}`}
          checked={taken}
          onChange={(event) => onChoices(choose(items, choices, [item.key], event.currentTarget.checked))}
        />
      ) : (
        <span className={css.there}>
          <Icon name={item.standing === 'exists' ? 'check' : 'info'} />
        </span>
      )}
      <div className={css.said}>
        <div className={css.title}>
          {fresh && taken && !item.fixed ? (
            <TextInput
              className={css.name}
              aria-label={t`Name of ${item.name}`}
              value={name}
              maxLength={100}
              onChange={(event) => onChoices(change(choices, item.key, { name: event.currentTarget.value }))}
            />
          ) : fresh || !href ? (
            <span className="strong">{name}</span>
          ) : (
            <AppLink className="link strong" href={href}>
              {name}
            </AppLink>
          )}
          {item.standing === 'exists' && <Tag tone="outline">{t`is there already`}</Tag>}
          {item.standing === 'differs' && <Tag tone="soon">{t`measures something else here, and stays`}</Tag>}
          {detail && <span className="second small">{detail}</span>}
        </div>
        <p className="muted small">{item.why}</p>
        {fresh && taken && item.survey && (
          <SurveyLine item={item} items={items} choices={choices} onChoices={onChoices} />
        )}
        {fresh && taken && item.rule && <Would item={item} />}
        {fault && (
          <p className="worse small" role="alert">
            {fault.message}{' '}
            {fault.agree !== undefined && (
              <Agree
                agree={fault.agree}
                onAgree={(agreed) => onChoices(change(choices, item.key, { agreed, on: true }))}
                onOff={() => onChoices(change(choices, item.key, { on: false }))}
              />
            )}
          </p>
        )}
      </div>
      {fresh && taken && item.target && (
        <TargetField item={item} choices={choices} onChoices={onChoices} wrong={fault?.part === 'value'} />
      )}
      {fresh && taken && (item.rule || item.expectation) && (
        <Switch
          size="sm"
          label={t`On`}
          aria-label={t`${name} is switched on`}
          checked={isOn(item, choices)}
          onChange={(event) => onChoices(change(choices, item.key, { on: event.currentTarget.checked }))}
        />
      )}
    </li>
  )
}

/** How many cases a rule would have opened. */
function Would({ item }: { item: Item }) {
  const format = useFormat()
  const n = item.rule?.would_open ?? 0
  const days = item.rule?.days ?? 30
  const cases = format.count(n)
  if (item.rule?.purpose === 'compliment') return null
  return (
    <p className={n > 0 ? 'second small' : 'muted small'}>
      {n === 0 ? (
        <Trans>In the last {days} days it would have opened no case.</Trans>
      ) : item.rule?.on ? (
        <Trans>
          In the last {days} days it would have opened {cases} cases.
        </Trans>
      ) : (
        <Trans>
          In the last {days} days it would have opened <b>{cases} cases</b>: it is proposed switched off, so that you
          can look at it first.
        </Trans>
      )}
    </p>
  )
}

function Agree({ agree, onAgree, onOff }: { agree: number; onAgree: (n: number) => void; onOff: () => void }) {
  const format = useFormat()
  const cases = format.count(agree)
  return (
    <span className="row wrap">
      <Button onClick={onOff}>
        <Trans>Make it switched off</Trans>
      </Button>
      <Button onClick={() => onAgree(agree)}>
        <Trans>Up to {cases} cases are fine</Trans>
      </Button>
    </span>
  )
}
