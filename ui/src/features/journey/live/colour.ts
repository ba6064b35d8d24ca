/** By what a map is coloured: nine steps, −4 to 4, of which only five are used where more is simply more. */
import { heatStep } from '../../../components/charts/heat'
import type { Metric } from '../../../core/metrics'
import type { LiveAnswer, LiveCard } from './queries'

export type ColourBy = 'figure' | 'change' | 'volume' | 'cases' | 'money'
export const colours: readonly ColourBy[] = ['figure', 'change', 'volume', 'cases', 'money']
export const isColour = (text: string): text is ColourBy => (colours as readonly string[]).includes(text)

/** Below, each step up: a share of the largest on the map. */
const shares = [0.05, 0.25, 0.5, 0.75] as const

const share = (value: number, most: number) => (most > 0 ? shares.filter((s) => value / most >= s).length : 0)

/** The step of every card; cards without an answer have none. More cases and more money at risk are worse. */
export function stepsOf(answer: LiveAnswer, by: ColourBy, metrics: ReadonlyMap<string, Metric>): Map<string, number> {
  const cards = answer.cards ?? []
  const steps = new Map<string, number>()
  const most = Math.max(0, ...cards.map((c) => amount(c, by) ?? 0))
  const wholes = new Map((answer.figures ?? []).map((f) => [f.metric, f.value]))
  for (const card of cards) {
    if (by === 'figure' || by === 'change') {
      const step = figureStep(card, by, metrics, wholes)
      if (step !== undefined) steps.set(card.id, step)
      continue
    }
    const value = amount(card, by)
    if (value !== undefined) steps.set(card.id, by === 'volume' ? share(value, most) : -share(value, most) || 0)
  }
  return steps
}

function figureStep(
  card: LiveCard,
  by: 'figure' | 'change',
  metrics: ReadonlyMap<string, Metric>,
  wholes: ReadonlyMap<string, number | null>,
): number | undefined {
  const figure = card.figures?.[0]
  const metric = figure && metrics.get(figure.metric)
  if (!metric || figure.too_few || figure.value === null) return undefined
  if (by === 'change') {
    const before = figure.before?.value
    // What may be chance has no colour.
    if (figure.change?.judgement === 'unclear' || before == null) return figure.change ? 0 : undefined
    return heatStep(figure.value, before, metric)
  }
  const middle = figure.target?.value ?? wholes.get(figure.metric) ?? null
  return middle === null ? undefined : heatStep(figure.value, middle, metric)
}

function amount(card: LiveCard, by: ColourBy): number | undefined {
  if (by === 'volume') return card.volume
  if (by === 'cases') return card.cases?.open
  return card.money?.middle
}
