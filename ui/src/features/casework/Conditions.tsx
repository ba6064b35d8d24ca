import { Trans, useLingui } from '@lingui/react/macro'
import { Button } from '../../components/Button'
import { SegmentedControl } from '../../components/SegmentedControl'
import { ConditionRow } from './ConditionRow'
import type { Draft, DraftCondition, Faults } from './rule'
import css from './rules.module.css'

const most = 20

/** The conditions of a rule, read from above as one sentence. */
export function Conditions({
  conditions,
  match,
  faults,
  onMatch,
  onChange,
}: {
  conditions: readonly DraftCondition[]
  match: Draft['match']
  faults: Faults
  onMatch: (match: Draft['match']) => void
  onChange: (conditions: DraftCondition[]) => void
}) {
  const { t } = useLingui()
  const several = conditions.length > 1
  const add = () => {
    const id = Math.max(0, ...conditions.map((c) => c.id)) + 1
    onChange([...conditions, { id, field: '', op: 'is', value: '' }])
    focus(`condition-${id}-field`)
  }
  const remove = (at: number) => {
    const next = conditions.toSpliced(at, 1)
    onChange(next)
    const stays = next[Math.min(at, next.length - 1)]
    focus(stays ? `condition-${stays.id}-field` : 'rule-add')
  }
  const join = (at: number) => (at === 0 ? '' : match === 'all' ? t`and` : t`or`)
  return (
    <fieldset id="rule-conditions" tabIndex={-1} className={css.conditions}>
      <legend className={css.legend}>
        <Trans>Open a case for a signal when</Trans>
      </legend>
      {several && (
        <div>
          <SegmentedControl
            label={t`Match`}
            value={match}
            onChange={onMatch}
            options={[
              { value: 'all', label: t`all of these hold` },
              { value: 'any', label: t`any of these holds` },
            ]}
          />
        </div>
      )}
      {conditions.map((condition, at) => (
        <ConditionRow
          key={condition.id}
          condition={condition}
          join={several ? join(at) : undefined}
          fault={faults[at]}
          onChange={(next) => onChange(conditions.with(at, next))}
          onRemove={several ? () => remove(at) : undefined}
        />
      ))}
      {conditions.length < most && (
        <div>
          <Button id="rule-add" icon="plus" onClick={add}>
            <Trans>Add a condition</Trans>
          </Button>
        </div>
      )}
    </fieldset>
  )
}

/** Once it is drawn. */
const focus = (id: string) => setTimeout(() => document.getElementById(id)?.focus())
