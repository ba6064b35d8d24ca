import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import type { Search } from '../../components/filter/search'
import { Card, CardBody } from '../../components/layout/Page'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import css from './impact.module.css'
import { useMoney } from './money'
import { type Change, type Ranking, useWhatIf } from './queries'
import { StatementDialog } from './StatementDialog'
import { changed, parseWhat, writeWhat } from './whatif'
import { useInputNames } from './words'

/**
 * What would have to be true: inputs are moved on the screen and the amount and the order follow. Nothing is kept; the address holds
 * it, so that a thought can be sent to somebody. `only` keeps to one area's own inputs.
 */
export function WhatIfCard({
  ranking,
  run,
  only,
}: {
  ranking: Pick<Ranking, 'areas' | 'influences' | 'currency'>
  run: string
  only?: string
}) {
  const { t } = useLingui()
  const search = useSearch({ strict: false }) as Search
  const navigate = useNavigate()
  const said = typeof search.what === 'string' ? [search.what] : (search.what ?? [])
  const key = said.join(' ')
  const start = useMemo(() => parseWhat(key === '' ? [] : key.split(' ')), [key])
  const [changes, setChanges] = useState<Change[]>(start)
  const found = useWhatIf(changes, run)
  const sliders = useSliders(ranking, only)
  // The address follows once the hand rests: each step of a drag would be an entry of its own.
  useEffect(() => {
    const text = writeWhat(changes)
    if (text.join(' ') === key) return
    const timer = setTimeout(() => {
      void navigate({
        to: '.',
        search: ((now: Search) => ({ ...now, what: text.length > 0 ? text : undefined })) as never,
        resetScroll: false,
        replace: true,
      })
    }, 300)
    return () => clearTimeout(timer)
  }, [changes, key, navigate])
  const may = useMay('impact.write')
  const shows = changes.length > 0 ? found.data : undefined
  return (
    <Card
      title={t`What would have to be true`}
      remark={t`nothing is kept`}
      controls={
        changes.length > 0 && (
          <Button kind="quiet" icon="undo" onClick={() => setChanges([])}>
            <Trans>As it is</Trans>
          </Button>
        )
      }
    >
      <CardBody>
        <div className={css.sliders}>
          {sliders.map((s) => (
            <Slider
              key={`${s.area ?? ''} ${s.input}`}
              of={s}
              times={changes.find((c) => c.input === s.input && (c.area ?? '') === (s.area ?? ''))?.times ?? 1}
              onChange={(times) => setChanges((now) => changed(now, { input: s.input, area: s.area, times }))}
            />
          ))}
        </div>
        {found.isError && changes.length > 0 && (
          <ErrorState error={found.error} title={t`This could not be reckoned.`} onRetry={() => found.refetch()} />
        )}
        <div aria-live="polite" role="status">
          {shows && <Effect of={shows} only={only} />}
          {shows && may && changes.length > 0 && <KeepThem changes={changes} of={shows} />}
        </div>
      </CardBody>
    </Card>
  )
}

type SliderOf = { input: Change['input']; area?: string; name: string; whose: string }

/** The inputs that carry most of the range, and what a customer is worth; at most five. */
function useSliders(ranking: Pick<Ranking, 'areas' | 'influences'>, only?: string): SliderOf[] {
  const names = useInputNames()
  const areas = ranking.areas ?? []
  const first = areas.find((a) => !a.missing && (!only || a.area === only))
  const list: SliderOf[] = []
  const add = (input: string, area?: string, whose = '') => {
    if (list.length < 5 && !list.some((s) => s.input === input && s.area === area)) {
      list.push({ input: input as Change['input'], area, name: names[input] ?? input, whose })
    }
  }
  if (first) add('failure', first.area, only ? '' : first.name)
  add('value')
  add('leave_silent')
  for (const i of ranking.influences ?? []) {
    const of = i.area ? areas.find((a) => a.name === i.area) : undefined
    if (i.input !== 'customers') add(i.input, of?.area, only ? '' : (of?.name ?? ''))
  }
  return list
}

function Slider({ of, times, onChange }: { of: SliderOf; times: number; onChange: (times: number) => void }) {
  const { t } = useLingui()
  const format = useFormat()
  const percent = format.percent(times)
  const label = of.whose ? `${of.name} · ${of.whose}` : of.name
  return (
    <label className={css.slider}>
      <span>
        {of.name}
        {of.whose && <span className="muted"> · {of.whose}</span>}
      </span>
      <b className={times === 1 ? 'muted' : 'strong'}>{times === 1 ? t`as it is` : percent}</b>
      <input
        type="range"
        min={0}
        max={2}
        step={0.05}
        value={times}
        aria-label={label}
        aria-valuetext={times === 1 ? t`as it is` : t`${percent} of what it is`}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
      />
    </label>
  )
}

function Effect({ of, only }: { of: NonNullable<ReturnType<typeof useWhatIf>['data']>; only?: string }) {
  const money = useMoney(of.currency)
  const areas = of.areas ?? []
  const own = only ? areas.find((a) => a.area === only) : undefined
  const [before, after] = own ? [own.before, own.after] : [of.before, of.after]
  const [was, is] = [money.short(before.p50), money.short(after.p50)]
  const [low, high] = money.ends(after)
  const moved = areas.filter((a) => a.was !== a.is && (!only || a.area === only))
  return (
    <ul className={css.moves}>
      <li>
        <span>{own ? own.name : <Trans>All areas</Trans>}</span>
        <span>
          <Trans>
            <span className={css.was}>{was} →</span> <b className="strong">{is}</b>
          </Trans>{' '}
          <span className="small muted">
            <Trans>
              {low} to {high}
            </Trans>
          </span>
        </span>
      </li>
      {moved.slice(0, 4).map((a) => (
        <li key={a.area}>
          <span>{a.name}</span>
          <span>
            <Trans>
              rank {a.was} → <b className="strong">{a.is}</b>
            </Trans>
          </span>
        </li>
      ))}
      {moved.length === 0 && (
        <li className="muted">
          <Trans>The order stays as it is.</Trans>
        </li>
      )}
    </ul>
  )
}

/** A thought becomes a statement only where somebody asks for it, with a reason. */
function KeepThem({
  changes,
  of,
}: {
  changes: readonly Change[]
  of: NonNullable<ReturnType<typeof useWhatIf>['data']>
}) {
  const { t } = useLingui()
  const names = useInputNames()
  const [stating, setStating] = useState<number | null>(null)
  const input = stating === null ? undefined : of.inputs?.[stating]
  return (
    <div className="row wrap" style={{ marginBlockStart: 12 }}>
      {changes.map((c, at) => {
        const name = names[c.input] ?? c.input
        return (
          of.inputs?.[at] && (
            <Button key={`${c.area ?? ''} ${c.input}`} kind="quiet" icon="edit" onClick={() => setStating(at)}>
              {t`State “${name}”…`}
            </Button>
          )
        )
      })}
      {input && stating !== null && (
        <StatementDialog
          name={input.name}
          kind={input.kind}
          area={changes[stating]?.area}
          input={{ ...input, author: undefined }}
          currency={of.currency}
          onClose={() => setStating(null)}
        />
      )}
    </div>
  )
}
