import { Trans, useLingui } from '@lingui/react/macro'
import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button, ButtonLink } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { address } from '../../components/filter/search'
import { Card, CardBody, Columns, Facts, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Menu } from '../../components/Menu'
import { Tag } from '../../components/Tag'
import { usePhone } from '../../components/usePhone'
import { useMembers, useTouchPoints } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { AreaDialog } from './AreaDialog'
import { HistoryChart } from './HistoryChart'
import { InputsTable } from './InputsTable'
import css from './impact.module.css'
import { useMoney } from './money'
import { type Detail, type State, useArea, useImpactCalls } from './queries'
import { GradeBox } from './RangeMark'
import { Standing } from './Standing'
import { Sums } from './Sums'
import { Tornado } from './Tornado'
import { ValueCard } from './ValueCard'
import { WhatIfCard } from './WhatIfCard'
import { useGrades, useInputNames, useStates } from './words'

/** One impact area: what it costs, why, on what that rests, and what it cost before. */
export function AreaPage() {
  const { t } = useLingui()
  const { id } = useParams({ strict: false }) as { id: string }
  const area = useArea(id)
  const states = useStates()
  const crumb = { label: t`Where to look first`, href: '/impact' }
  if (area.isError || area.isPending) {
    return (
      <>
        <PageHeader title={t`Impact area`} crumb={crumb} />
        <PageBody>
          <Card>
            {area.isError ? (
              <ErrorState
                error={area.error}
                title={t`This area could not be fetched.`}
                onRetry={() => area.refetch()}
              />
            ) : (
              <LoadingRows rows={6} />
            )}
          </Card>
        </PageBody>
      </>
    )
  }
  const d = area.data.data
  return (
    <>
      <PageHeader
        title={d.name}
        crumb={crumb}
        tags={<Tag tone={d.state === 'open' ? 'accent' : undefined}>{states[d.state]}</Tag>}
        actions={<Actions of={d} tag={area.data.tag} />}
      />
      <PageBody>
        <Inside of={d} />
      </PageBody>
    </>
  )
}

function Actions({ of, tag }: { of: Detail; tag: string }) {
  const { t } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const calls = useImpactCalls()
  const states = useStates()
  const may = useMay('impact.write')
  const phone = usePhone()
  const [editing, setEditing] = useState(false)
  if (!may) return null
  const move = async (state: State) => {
    const was = of.state
    const now = await calls.state.mutateAsync({ id: of.id, tag, state })
    const name = states[state]
    toasts.show(t`Moved to ${name}`, {
      undo: () => calls.state.mutate({ id: of.id, tag: `"${now.version}"`, state: was }),
    })
  }
  return (
    <>
      <Menu
        trigger={
          <Button icon="right" square={phone}>
            {t`Move to…`}
          </Button>
        }
        entries={(Object.keys(states) as State[])
          .filter((s) => s !== of.state)
          .map((s) => ({ label: states[s], onSelect: () => void move(s) }))}
      />
      <Button icon="edit" square={phone} onClick={() => setEditing(true)}>
        <Trans>Edit</Trans>
      </Button>
      <Menu
        trigger={
          <Button kind="quiet" square icon="more">
            {t`More`}
          </Button>
        }
        entries={[
          {
            label: t`Delete`,
            icon: 'trash',
            onSelect: () => {
              const name = of.name
              calls.remove.mutate(of.id, {
                onSuccess: () => {
                  toasts.show(t`${name} is deleted`, {
                    undo: () =>
                      calls.create.mutate({
                        name: of.name,
                        touch_points: of.touch_points,
                        segment: of.segment,
                        owner: of.owner,
                        failing: of.failing,
                        note: of.note,
                      }),
                  })
                  void router.navigate({ href: '/impact' })
                },
              })
            },
          },
        ]}
      />
      {editing && <AreaDialog of={of} tag={tag} onClose={() => setEditing(false)} />}
    </>
  )
}

function Inside({ of: d }: { of: Detail }) {
  const { t } = useLingui()
  const a = d.assessed
  const may = useMay('impact.write')
  const inputs = a.inputs ?? []
  const wanting =
    a.missing?.input && !inputs.some((i) => i.name === a.missing?.input) && a.missing.input !== 'value'
      ? [
          {
            name: a.missing.input,
            kind: (a.missing.input === 'failure' ? 'rate' : 'customers') as 'rate' | 'customers',
          },
        ]
      : []
  return (
    <>
      <Standing standing={d.standing} />
      {a.missing ? <Wanting of={d} /> : <Sentence of={d} />}
      {a.missing?.code === 'value_missing' && may && <ValueCard currency={d.currency} />}
      {!a.missing && <Sums of={{ ...a, currency: d.currency }} />}
      <Columns
        aside={
          <>
            {!a.missing && d.run && (
              <WhatIfCard
                ranking={{ areas: [a], influences: a.influences, currency: d.currency }}
                run={d.run}
                only={d.id}
              />
            )}
            {!a.missing && (
              <Card title={t`What would make it surer`}>
                <CardBody>
                  <Tornado bars={a.influences ?? []} currency={d.currency} own={a.name} />
                </CardBody>
              </Card>
            )}
            <Card title={t`This area`}>
              <CardBody>
                <About of={d} />
              </CardBody>
            </Card>
          </>
        }
      >
        {(inputs.length > 0 || wanting.length > 0) && (
          <Card title={t`What it rests on`} remark={t`each number with its range and source`}>
            <InputsTable
              inputs={inputs}
              area={d.id}
              currency={d.currency}
              decisive={a.decisive ?? []}
              wanting={wanting}
            />
          </Card>
        )}
        <Card title={t`Measured before`} remark={t`p10 to p90, the tick is p50`}>
          <CardBody>
            <HistoryChart past={d.history} currency={d.currency} />
          </CardBody>
        </Card>
      </Columns>
    </>
  )
}

function Wanting({ of: d }: { of: Detail }) {
  const m = d.assessed.missing
  if (!m) return null
  return (
    <p className={css.first} role="status">
      {m.code === 'not_reckoned' ? <Trans>It is being reckoned; the figures come by themselves.</Trans> : m.message}
    </p>
  )
}

/** The sentence: how often, how much, and why. */
function Sentence({ of: d }: { of: Detail }) {
  const format = useFormat()
  const money = useMoney(d.currency)
  const a = d.assessed
  const [low, high] = money.ends(a.total)
  const times = a.monthly < 10 ? format.number(a.monthly, 1) : format.count(Math.round(a.monthly))
  const failure = (a.inputs ?? []).find((i) => i.name === 'failure')
  const share = failure ? format.percent(failure.p50) : ''
  const elsewhere = a.elsewhere === undefined ? '' : format.percent(a.elsewhere)
  const where = [...(a.fails ?? [])]
  const points = where.filter((w) => w.startsWith('touch_point:'))
  return (
    <div>
      <p className={css.first}>
        <strong>
          <Trans>
            Here we break our promise to {times} customers a month; it costs between {low} and {high} a year (p10–p90),
            and this is why.
          </Trans>
        </strong>{' '}
        {failure &&
          (elsewhere && failure.p50 > (a.elsewhere ?? 0) ? (
            <Trans>
              It fails for {share} of those who meet it, elsewhere for {elsewhere}.
            </Trans>
          ) : (
            <Trans>It fails for {share} of those who meet it.</Trans>
          ))}
      </p>
      <div className="row wrap" style={{ marginBlockStart: 8 }}>
        {where.length > 0 && (
          <ButtonLink icon="signal" href={address('/signals', { where })}>
            <Trans>The failures themselves</Trans>
          </ButtonLink>
        )}
        {where.length > 0 && (
          <ButtonLink icon="understand" href={address('/explorer', { where: points, by: 'month' })}>
            <Trans>Its figures</Trans>
          </ButtonLink>
        )}
        {points.length > 0 && (
          <ButtonLink icon="rule" href={address('/drivers', { where: points })}>
            <Trans>What drives it</Trans>
          </ButtonLink>
        )}
        <ButtonLink icon="star" href="/moments">
          <Trans>Customers’ criteria</Trans>
        </ButtonLink>
      </div>
    </div>
  )
}

function About({ of: d }: { of: Detail }) {
  const { t } = useLingui()
  const format = useFormat()
  const names = useInputNames()
  const grade = useGrades()[d.assessed.grade ?? '']
  const points = useTouchPoints().data ?? []
  const owner = (useMembers().data ?? []).find((m) => m.id === d.owner)?.name
  const a = d.assessed
  const decisive = format.list((a.decisive ?? []).map((n) => names[n] ?? n))
  return (
    <>
      <Facts
        items={[
          [
            t`Touch points`,
            format.list((d.touch_points ?? []).map((key) => points.find((p) => p.key === key)?.name ?? key)),
          ],
          [t`Segment`, d.segment],
          [t`Owner`, owner ?? (d.owner ? d.owner : t`nobody yet`)],
          [
            t`Rank`,
            a.missing ? '' : `${a.rank_low === a.rank_high ? a.rank_low : `${a.rank_low}–${a.rank_high}`} / ${d.areas}`,
          ],
          [
            t`Grade`,
            a.grade && (
              <span>
                <GradeBox grade={a.grade} /> {grade}
                {decisive && (
                  <span className={css.because}>
                    <Trans>because of: {decisive}</Trans>
                  </span>
                )}
              </span>
            ),
          ],
          [t`Note`, d.note],
        ]}
      />
      {d.hash && (
        <p className={css.because} style={{ marginBlockStart: 8 }}>
          <Trans>
            {d.method} · {format.count(d.draws ?? 0)} draws · inputs {d.hash.slice(0, 12)}
          </Trans>{' '}
          <AppLink className="link" href="/impact/report">
            <Trans>Report</Trans>
          </AppLink>
        </p>
      )}
    </>
  )
}
