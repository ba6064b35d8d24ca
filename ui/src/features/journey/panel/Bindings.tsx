import { Trans, useLingui } from '@lingui/react/macro'
import { Select, TagsInput } from '@mantine/core'
import { Button } from '../../../components/Button'
import type { Binding, Card } from '../queries'
import { MetricSelect } from './fields'
import css from './panel.module.css'

/** The metrics tied to a card: what each tells, and under which further conditions. */
export function Bindings({
  card,
  disabled,
  onSay,
}: {
  card: Card
  disabled: boolean
  onSay: (bindings: Binding[], key?: string) => void
}) {
  const { t } = useLingui()
  const all = card.bindings ?? []
  const set = (at: number, patch: Partial<Binding>) => onSay(all.map((b, i) => (i === at ? { ...b, ...patch } : b)))
  const roles: { value: Binding['role']; label: string }[] = [
    { value: 'experience', label: t`Experience: how it was for customers` },
    { value: 'failure', label: t`Failure: how often it goes wrong` },
    { value: 'outcome', label: t`Outcome: what came of it` },
    { value: 'volume', label: t`Volume: how often it happens` },
  ]
  return (
    <>
      {all.length === 0 && (
        <p className="muted">
          <Trans>No metric tells how this goes yet.</Trans>
        </p>
      )}
      {all.map((b, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a binding has no identity beside its place
        <div key={at} className={css.binding}>
          <MetricSelect
            label={t`Metric`}
            value={b.metric}
            disabled={disabled}
            onSay={(metric) => (metric ? set(at, { metric }) : onSay(all.filter((_, i) => i !== at)))}
          />
          <Select
            label={t`What it tells`}
            data={roles}
            allowDeselect={false}
            disabled={disabled}
            value={b.role}
            onChange={(role) => role && set(at, { role: role as Binding['role'] })}
          />
          <TagsInput
            label={t`Only where`}
            description={t`As in filters: unit:porto, channel:phone. The touch point is a condition already.`}
            data={[]}
            maxTags={10}
            disabled={disabled}
            acceptValueOnBlur
            value={b.where ?? []}
            onChange={(where) => set(at, { where })}
          />
          {!disabled && (
            <span>
              <Button kind="quiet" icon="close" onClick={() => onSay(all.filter((_, i) => i !== at))}>
                <Trans>Untie it</Trans>
              </Button>
            </span>
          )}
        </div>
      ))}
      {!disabled && all.length < 20 && (
        <AddBinding onAdd={(metric) => onSay([...all, { metric, role: 'experience' }])} />
      )}
    </>
  )
}

function AddBinding({ onAdd }: { onAdd: (metric: string) => void }) {
  const { t } = useLingui()
  return <MetricSelect label={t`Tie a metric`} value="" onSay={(metric) => metric && onAdd(metric)} />
}
