/** Journeys beside one another: stages of one name stand in one line, then those of one phase; cards of one touch point are the same. */
import type { Card, MapDoc, Phase, Stage } from '../queries'

export type Line = { phase: Phase; stages: readonly (Stage | undefined)[] }
export type Beside = {
  card: Card
  /** It is in no other journey. */
  alone: boolean
  /** The stage of the first other journey that has it elsewhere. */
  elsewhere?: string
  /** Fields in which it differs from the first other journey that has it. */
  differs: readonly ('emotion' | 'lane' | 'initiator' | 'function' | 'channels')[]
}

const fold = (text: string | undefined) => (text ?? '').trim().toLowerCase()
const phases: readonly Phase[] = ['before', 'during', 'after']

/** One line a stage; a journey without it has a gap there. */
export function align(maps: readonly MapDoc[]): Line[] {
  const lines: (Stage | undefined)[][] = []
  maps.forEach((map, at) => {
    let behind = 0
    for (const stage of map.stages) {
      const own = new Set(map.stages.map((s) => fold(s.name)))
      const known = lines.findIndex((l) => !l[at] && l.some((s) => s && fold(s.name) === fold(stage.name)))
      const alike = lines.findIndex(
        (l, i) =>
          i >= behind &&
          !l[at] &&
          phaseOf(l) === stage.phase &&
          // A line whose own name comes later in this journey waits for it.
          !l.some((s) => s && own.has(fold(s.name))),
      )
      const to = known >= 0 ? known : alike
      if (to >= 0) {
        ;(lines[to] as (Stage | undefined)[])[at] = stage
        behind = to + 1
        continue
      }
      const line: (Stage | undefined)[] = maps.map(() => undefined)
      line[at] = stage
      lines.splice(behind, 0, line)
      behind += 1
    }
  })
  return lines
    .map((stages, at) => ({ phase: phaseOf(stages), stages, at }))
    .sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase) || a.at - b.at)
    .map(({ phase, stages }) => ({ phase, stages }))
}

const phaseOf = (line: readonly (Stage | undefined)[]): Phase => line.find((s) => s)?.phase ?? 'before'

export const sameAs = (card: Card): string => (card.touch_point ? `p:${card.touch_point}` : `t:${fold(card.task)}`)

/** The cards of a journey's stage, each beside what the others make of it. */
export function besides(maps: readonly MapDoc[], lines: readonly Line[], line: Line, at: number): Beside[] {
  const stage = line.stages[at]
  const map = maps[at]
  if (!stage || !map) return []
  return map.cards
    .filter((c) => c.stage === stage.id)
    .map((card) => {
      const others = maps.flatMap((m, i) =>
        i === at ? [] : m.cards.filter((c) => sameAs(c) === sameAs(card)).map((c) => ({ card: c, at: i })),
      )
      const other = others[0]
      if (!other) return { card, alone: true, differs: [] }
      const there = lines.find((l) => l.stages[other.at]?.id === other.card.stage)
      const elsewhere = there === line ? undefined : there?.stages[other.at]?.name
      return { card, alone: false, elsewhere, differs: differing(card, other.card) }
    })
}

function differing(a: Card, b: Card): Beside['differs'] {
  const list = (names: readonly string[] | null | undefined) => [...(names ?? [])].map(fold).sort().join('|')
  const unlike = {
    emotion: (a.emotion ?? null) !== (b.emotion ?? null),
    lane: a.lane !== b.lane,
    initiator: a.initiator !== b.initiator,
    function: fold(a.function) !== fold(b.function),
    channels: list(a.channels) !== list(b.channels),
  }
  return (Object.keys(unlike) as (keyof typeof unlike)[]).filter((f) => unlike[f])
}
