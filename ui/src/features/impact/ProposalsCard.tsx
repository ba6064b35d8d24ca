import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { address } from '../../components/filter/search'
import { Card, CardBody } from '../../components/layout/Page'
import { Tag } from '../../components/Tag'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import css from './impact.module.css'
import { type Proposal, useImpactCalls, useProposals } from './queries'

/** Touch points at which much fails: those that fail clearly more often than elsewhere are ticked. */
export function ProposalsCard({ folded }: { folded?: boolean }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(!folded)
  const found = useProposals(open)
  if (!open) {
    return (
      <div>
        <Button icon="search" onClick={() => setOpen(true)}>
          <Trans>Look for more areas in the signals</Trans>
        </Button>
      </div>
    )
  }
  return (
    <Card
      title={t`Proposed by what was heard`}
      remark={t`touch points at which service fails customers, last twelve months`}
    >
      {found.isError ? (
        <ErrorState
          error={found.error}
          title={t`The proposals could not be fetched.`}
          onRetry={() => found.refetch()}
        />
      ) : found.isPending ? (
        <LoadingRows rows={4} />
      ) : (found.data.items ?? []).length === 0 ? (
        <CardBody>
          <p className="muted">
            {found.data.signals === 0 ? (
              <Trans>
                Nothing was heard yet:{' '}
                <AppLink className="link" href="/imports">
                  import a file
                </AppLink>
                , or estimate an area on the{' '}
                <AppLink className="link" href="/impact/worksheet">
                  worksheet
                </AppLink>
                .
              </Trans>
            ) : (
              <Trans>Nothing more to propose: every touch point at which something fails has its area.</Trans>
            )}
          </p>
        </CardBody>
      ) : (
        <Choices
          key={(found.data.items ?? []).map((p) => p.touch_point).join()}
          items={found.data.items ?? []}
          people={found.data.people}
        />
      )}
    </Card>
  )
}

function Choices({ items, people }: { items: Proposal[]; people: boolean }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useImpactCalls()
  const may = useMay('impact.write')
  const clear = items.filter((p) => p.clear)
  const [all, setAll] = useState(clear.length === 0)
  const [chosen, setChosen] = useState(
    () => new Set((clear.length > 0 ? clear : items.slice(0, 3)).map((p) => p.touch_point)),
  )
  const shown = all ? items : clear
  const more = items.length - shown.length
  const toggle = (key: string) =>
    setChosen((now) => {
      const next = new Set(now)
      if (!next.delete(key)) next.add(key)
      return next
    })
  const accept = async () => {
    const made = await calls.accept.mutateAsync([...chosen])
    const list = made.items ?? []
    toasts.show(t`${list.length} impact areas are added`, {
      undo: () => {
        for (const one of list) calls.remove.mutate(one.id)
      },
    })
  }
  return (
    <>
      <div className={css.choices}>
        {shown.map((p) => (
          <Choice
            key={p.touch_point}
            of={p}
            people={people}
            ticked={chosen.has(p.touch_point)}
            onToggle={may ? toggle : undefined}
          />
        ))}
      </div>
      <CardBody>
        <div className="row wrap">
          {may && (
            <Button
              kind="primary"
              icon="plus"
              busy={calls.accept.isPending}
              aria-disabled={chosen.size === 0}
              onClick={() => chosen.size > 0 && void accept()}
            >
              <Plural
                value={chosen.size}
                _0="Choose at least one"
                one="Make it an impact area"
                other="Make # impact areas"
              />
            </Button>
          )}
          {more > 0 && (
            <Button kind="quiet" onClick={() => setAll(true)}>
              <Plural value={more} one="Show # more" other="Show # more" />
            </Button>
          )}
        </div>
      </CardBody>
    </>
  )
}

function Choice({
  of: p,
  people,
  ticked,
  onToggle,
}: {
  of: Proposal
  people: boolean
  ticked: boolean
  onToggle?: (key: string) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [share, rest, failed, asked] = [
    format.percent(p.share),
    format.percent(p.rest),
    format.count(p.failed),
    format.count(p.asked),
  ]
  const between = `${format.number(100 * p.low)}–${format.percent(p.high)}`
  return (
    <label className={css.choice}>
      <input
        type="checkbox"
        checked={ticked}
        disabled={!onToggle}
        onChange={() => onToggle?.(p.touch_point)}
        aria-label={p.name}
      />
      <span>
        <b className="strong">{p.name}</b>{' '}
        {p.clear && (
          <Tag tone="worse" icon="warning">
            {t`fails more than elsewhere`}
          </Tag>
        )}
      </span>
      <span className="small">
        {people ? (
          <Trans>
            fails for {share} ({between}) of customers, elsewhere {rest} ·{' '}
            <AppLink className="link" href={address('/signals', { where: p.where ?? [] })}>
              {failed} of {asked}
            </AppLink>
          </Trans>
        ) : (
          <Trans>
            {share} ({between}) tell of a failure, elsewhere {rest} ·{' '}
            <AppLink className="link" href={address('/signals', { where: p.where ?? [] })}>
              {failed} of {asked} signals
            </AppLink>
          </Trans>
        )}
      </span>
    </label>
  )
}
