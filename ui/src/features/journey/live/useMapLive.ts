import { useLingui } from '@lingui/react/macro'
import { useMemo, useRef } from 'react'
import { metricDomain, sharedDomain } from '../../../components/figure/scale'
import { address } from '../../../components/filter/search'
import { type FigureView, useFigureView } from '../../../components/filter/useFigureView'
import { useSearchState } from '../../../components/filter/useSearchState'
import type { Metric } from '../../../core/metrics'
import { useMay } from '../../../core/session'
import { useFormat } from '../../../words/i18n'
import type { CardLive, MapLive, StageLive, Wanted } from '../map/live'
import type { Card, Stage } from '../queries'
import { type ColourBy, isColour, stepsOf } from './colour'
import { type LiveAnswer, type LiveCard, type LiveStage, type LiveWant, useLiveFigures } from './queries'

export type Listening = {
  /** For the map; undefined for those who may not see figures, and while nothing has come yet. */
  live?: MapLive
  answer?: LiveAnswer
  metrics: ReadonlyMap<string, Metric>
  view: FigureView
  colour: ColourBy | ''
  setColour: (by: ColourBy | '') => void
  /** Another period is on its way. */
  stale: boolean
  error: unknown
  may: boolean
  asked: { id: string; version: number; heardBy: string; question: FigureView['question'] }
}

/** What is heard on a map, in the slice that the URL says. */
export function useMapLive(id: string, version: number, heardBy: string): Listening {
  const view = useFigureView()
  const may = useMay('figure.read')
  const [get, set] = useSearchState()
  const asked = { id, version, heardBy: version ? '' : heardBy, question: view.question }
  const found = useLiveFigures(asked, may && view.ready)
  const answer = found.data
  const colour = isColour(get('colour')) ? (get('colour') as ColourBy) : ''
  const say = useSay(view.againstWords, view.slice.from, view.slice.to)
  const metrics = useMemo(() => new Map((answer?.metrics ?? []).map((m) => [m.key, m as Metric])), [answer])
  const kept = useRef<Kept>(new Map())
  const live = useMemo(
    () => (answer ? drawn(answer, metrics, colour, say, kept.current) : undefined),
    [answer, metrics, colour, say],
  )
  return {
    live,
    answer,
    metrics,
    view,
    colour,
    setColour: (by) => set({ colour: by || undefined }),
    stale: found.isPlaceholderData,
    error: view.error ?? (found.isError ? found.error : undefined),
    may,
    asked,
  }
}

type Say = ReturnType<typeof useSay>

/** The words and addresses of figures. */
function useSay(against: string, from: string, to: string | undefined) {
  const { t } = useLingui()
  const format = useFormat()
  return useMemo(() => {
    const slice = { from, to }
    return {
      value: (of: { value: number | null; too_few: boolean; n: number }, metric: Metric) => {
        const n = format.count(of.n)
        if (of.n === 0) return t`${metric.name}: nothing heard`
        if (of.too_few) return t`${metric.name}: too few, n ${n}`
        const value = format.withUnit(of.value, metric.unit)
        return t`${metric.name} ${value}`
      },
      change: (change: { verdict: string; value: number | null } | undefined, unit: string) => {
        if (!change) return undefined
        if (change.verdict === 'too_few') return t`too few to compare`
        if (change.verdict === 'unclear') return t`no clear change`
        const size = format.value(Math.abs(change.value ?? 0), unit)
        return change.verdict === 'higher' ? t`${size} higher than ${against}` : t`${size} lower than ${against}`
      },
      /** Money in short: €412k. */
      money: (of: { middle: number; currency: string } | undefined, estimated: boolean) =>
        of ? format.short(of.middle, of.currency) : estimated ? t`not estimated` : undefined,
      volume: (n: number) => {
        const count = format.count(n)
        return t`${count} signals`
      },
      name: (metric: Metric, fallback: boolean | undefined) => (fallback ? t`${metric.name} (not bound)` : metric.name),
      signals: (where: readonly string[] | null | undefined, metric: string) =>
        address('/signals', { where: where ?? [], ...slice, metric, score: 'answered' }),
      inbox: (point: string) => address('/inbox', { tab: 'all', point }),
      criterion: (text: string, of: { kept?: { value: number | null }; threshold?: number; unit?: string }) => {
        if (of.kept?.value == null) return text
        const value = format.withUnit(of.kept.value, of.unit ?? '%')
        const wanted = of.threshold === undefined ? '' : format.withUnit(of.threshold, of.unit ?? '%')
        return wanted ? t`“${text}” Now ${value}, threshold ${wanted}` : t`“${text}” Now ${value}`
      },
    }
  }, [t, format, against, from, to])
}

/** What was made of each card: one that says the same stays the same object, so that it isn't drawn anew. */
type Kept = Map<string, { of: LiveCard; made: string; say: Say; out: CardLive }>

function drawn(
  answer: LiveAnswer,
  metrics: ReadonlyMap<string, Metric>,
  colour: ColourBy | '',
  say: Say,
  kept: Kept,
): MapLive {
  const cards = answer.cards ?? []
  const steps = colour ? stepsOf(answer, colour, metrics) : new Map<string, number>()
  // One scale a metric for the whole map, so that two cards can be compared by eye.
  const domains = new Map(
    [...metrics].map(([key, metric]) => {
      const figures = cards.flatMap((c) => (c.figures?.[0]?.metric === key ? [c.figures[0]] : []))
      const targets = figures.flatMap((f) => (f.target ? [f.target.value] : []))
      return [key, sharedDomain(figures, metricDomain(metric), targets[0])] as const
    }),
  )
  return {
    cards: new Map(
      cards.map((c) => {
        const heat = steps.get(c.id)
        const made = [answer.money, heat, colour, domains.get(c.figures?.[0]?.metric ?? '')].join(' ')
        const was = kept.get(c.id)
        if (was && was.of === c && was.made === made && was.say === say) return [c.id, was.out]
        const out = cardOf(c, metrics, domains, answer.money, heat, colour, say)
        kept.set(c.id, { of: c, made, say, out })
        return [c.id, out]
      }),
    ),
    stages: new Map((answer.stages ?? []).map((s) => [s.id, stageOf(s, metrics, say)])),
  }
}

function cardOf(
  card: LiveCard,
  metrics: ReadonlyMap<string, Metric>,
  domains: ReadonlyMap<string, readonly [number, number]>,
  estimated: boolean,
  heat: number | undefined,
  colour: ColourBy | '',
  say: Say,
): CardLive {
  const first = card.figures?.[0]
  const metric = first && metrics.get(first.metric)
  const truth = card.moments?.find((m) => m.state !== 'retired')
  const out: CardLive = {
    volume: colour === 'volume' ? card.volume : undefined,
    deaf: card.deaf,
    heat,
    cases: card.cases && {
      open: card.cases.open,
      href: card.cases.open > 0 && card.touch_point ? say.inbox(card.touch_point) : undefined,
    },
    money: card.touch_point ? say.money(card.money, estimated) : undefined,
    truth: truth && {
      criterion: truth.criterion ? say.criterion(truth.criterion, truth) : undefined,
    },
  }
  if (first && metric && first.n > 0) {
    out.figure = {
      name: say.name(metric, first.fallback),
      estimate: first,
      unit: metric.unit,
      domain: domains.get(metric.key) ?? metricDomain(metric),
      target: first.target?.value,
      before: first.before,
      judgement: first.change?.judgement,
      change: say.change(first.change, metric.unit),
      href: say.signals(first.where, metric.key),
    }
    out.trend = (first.trend ?? []).map((p) => (p.n > 0 ? p.value : null))
  }
  return out
}

const judged: Record<string, 'better' | 'worse' | 'unclear'> = { met: 'better', not_met: 'worse' }

function stageOf(stage: LiveStage, metrics: ReadonlyMap<string, Metric>, say: Say): StageLive {
  const felt = stage.emotion.measured
  const wants: StageLive['wants'] = {}
  for (const of of ['feel', 'think', 'do'] as Wanted[]) {
    const want: LiveWant | undefined = stage[of]
    const metric = want && metrics.get(want.metric)
    if (!want || !metric) continue
    wants[of] = {
      text: say.value(want, metric),
      judgement: judged[want.verdict] ?? 'unclear',
      href: want.n > 0 ? say.signals(want.where, metric.key) : undefined,
    }
  }
  const emotion =
    felt?.value != null && !felt.too_few
      ? { value: felt.value, low: felt.low ?? felt.value, high: felt.high ?? felt.value }
      : undefined
  return { emotion, wants }
}

/** What of a map changes its figures: where its cards stand and what they listen to. Words may change without asking again. */
export function heardBy(map: { stages?: readonly Stage[] | null; cards?: readonly Card[] | null } | undefined): string {
  return JSON.stringify([
    (map?.stages ?? []).map((s) => [s.id, ...[s.feel, s.think, s.do].flatMap((w) => [w.metric, w.target])]),
    (map?.cards ?? []).map((c) => [c.id, c.stage, c.lane, c.touch_point, c.bindings]),
  ])
}
