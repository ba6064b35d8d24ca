import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { useToasts } from '../../components/feedback/Toasts'
import { Chooser } from '../../components/filter/Chooser'
import type { Search } from '../../components/filter/search'
import { Card } from '../../components/layout/Page'
import { useMetrics } from '../../core/metrics'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import css from './characteristic.module.css'
import { EditDialog } from './EditDialog'
import { FunnelCard } from './FunnelCard'
import { type Binding, type Characteristic, type Comparison, type Slice, useComparison, useDeeds } from './queries'

/** One characteristic: what it means, what measures it, and how groups differ in it beyond chance. */
export function Detail({
  of,
  slice,
  search,
  say,
}: {
  of: Characteristic
  slice: Slice
  search: Search
  say: (patch: Search) => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const may = useMay('characteristic.write')
  const { drop, add } = useDeeds()
  const [editing, setEditing] = useState(false)
  const metrics = useMetrics().data ?? []
  const nameOf = (key: string) => metrics.find((m) => m.key === key)?.name ?? key
  const said = typeof search.measure === 'string' ? Number(search.measure) : 0
  const binding = Number.isInteger(said) && said >= 0 && said < of.bindings.length ? said : 0
  const comparison = useComparison(of.bindings.length > 0 ? of.key : '', binding, slice).data
  const remove = () =>
    drop.mutate(of.key, {
      onSuccess: () => {
        say({ of: undefined })
        const { name, definition, nuance, target, bindings } = of
        toasts.show(t`${name} is removed`, {
          undo: () => void add.mutateAsync({ name, definition, nuance, target, bindings }),
        })
      },
    })
  return (
    <>
      <Card
        title={of.name}
        remark={of.target === undefined ? undefined : t`target ${of.target}`}
        controls={
          may && (
            <span className="row no-print">
              {!of.standard && (
                <Button kind="quiet" icon="trash" onClick={remove}>
                  <Trans>Remove</Trans>
                </Button>
              )}
              <Button icon="edit" onClick={() => setEditing(true)}>
                <Trans>What measures it</Trans>
              </Button>
            </span>
          )
        }
      >
        <div className={css.meaning}>
          {of.definition && <p>{of.definition}</p>}
          {of.nuance && <p className="second">{of.nuance}</p>}
          {of.bindings.length === 0 ? (
            <p className="strong">
              <Trans>Not measured: no metric is bound to it.</Trans>
            </p>
          ) : (
            <ul aria-label={t`Measured by`}>
              {of.bindings.map((b) => (
                <li key={`${b.metric} ${b.part ?? ''}`}>
                  <b>{nameOf(b.metric)}</b> {b.part && <span className="muted">({b.part})</span>}{' '}
                  <Way of={b} other={nameOf(b.of ?? '')} />
                </li>
              ))}
            </ul>
          )}
          {(of.remarks ?? []).map((remark) => (
            <Notice key={remark} tone="soon" icon="warning">
              {remark}
            </Notice>
          ))}
          {of.bindings.length > 1 && (
            <div>
              <Chooser
                label={t`Compared by`}
                value={String(binding)}
                options={of.bindings.map((b, at) => ({
                  value: String(at),
                  label: b.part ? `${nameOf(b.metric)} (${b.part})` : nameOf(b.metric),
                }))}
                onChange={(at) => say({ measure: at === '0' ? undefined : at })}
              />
            </div>
          )}
          {comparison?.note && <p className="muted">{comparison.note}</p>}
        </div>
      </Card>
      {comparison && comparison.points.length > 1 && <FunnelCard of={comparison} slice={slice} />}
      {comparison && (comparison.alike || comparison.fair) && <Facts of={comparison} />}
      {editing && <EditDialog of={of} onClose={() => setEditing(false)} />}
    </>
  )
}

function Way({ of, other }: { of: Binding; other: string }) {
  const format = useFormat()
  if (of.way === 'share') {
    return (
      <span className="muted">
        <Trans>its share in %</Trans>
      </span>
    )
  }
  if (of.way === 'of_all') {
    return (
      <span className="muted">
        <Trans>as a share of all {other}</Trans>
      </span>
    )
  }
  const zero = format.number(of.zero ?? 0, Number.isInteger(of.zero ?? 0) ? 0 : 1)
  const hundred = format.number(of.hundred ?? 0, Number.isInteger(of.hundred ?? 0) ? 0 : 1)
  return (
    <span className="muted">
      <Trans>
        its mean: {zero} is worth 0, {hundred} is worth 100
      </Trans>
    </span>
  )
}

/** How much lies between groups at all, and partners against our own at the same mix. */
function Facts({ of }: { of: Comparison }) {
  const { t } = useLingui()
  const format = useFormat()
  const { alike, fair } = of
  const one = (v: number | null | undefined) => (v === null || v === undefined ? '–' : format.number(v, 1))
  const share = (v: number | null) => (v === null ? '–' : format.percent(v, 1))
  const verdict =
    fair?.verdict === 'higher'
      ? t`the partner’s stand higher, by more than chance`
      : fair?.verdict === 'lower'
        ? t`the partner’s stand lower, by more than chance`
        : t`no more than chance`
  return (
    <Card title={t`What lies between groups`}>
      <div className={css.facts}>
        {alike && (
          <p>
            <Trans>
              ICC(1) is {share(alike.single)} ({share(alike.low)} to {share(alike.high)}): that part of the differences
              between answers lies between groups, the rest within them. The mean of an average group tells groups apart
              with a reliability of {format.number(alike.mean ?? 0, 2)} (1 is perfect; under 0.7 ranking them says
              little).
            </Trans>
          </p>
        )}
        {fair &&
          (fair.strata > 0 ? (
            <p>
              <Trans>
                Run by a partner {one(fair.partner.score)} ({one(fair.partner.low)} to {one(fair.partner.high)}, n{' '}
                {format.count(fair.partner.n)}), run by us {one(fair.own.score)} ({one(fair.own.low)} to{' '}
                {one(fair.own.high)}, n {format.count(fair.own.n)}), both at the same mix of touch points and channels:
                a difference of {one(fair.difference.score)} ({one(fair.difference.low)} to {one(fair.difference.high)}
                ), {verdict}. As they are, each with its own mix: {one(fair.raw_partner)} and {one(fair.raw_own)}.{' '}
                {format.percent(fair.covered)} of the answers lie in what both do.
              </Trans>
            </p>
          ) : (
            <p>
              <Trans>Partners and we do nothing in common here, so that there is no fair comparison.</Trans>
            </p>
          ))}
      </div>
    </Card>
  )
}
