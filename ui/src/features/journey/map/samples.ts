/** Maps for tests. */
import type { Card, MapDoc, Stage } from '../queries'

export const stageOf = (id: string, more: Partial<Stage> = {}): Stage => ({
  id,
  name: id.toUpperCase(),
  phase: 'before',
  feel: {},
  think: {},
  do: {},
  ...more,
})
export const cardOf = (id: string, stage: string, more: Partial<Card> = {}): Card => ({
  id,
  stage,
  lane: 'front_stage',
  task: `Task ${id}`,
  initiator: 'organisation',
  ...more,
})
export const mapOf = (stages: Stage[], cards: Card[]): MapDoc => ({
  stages,
  cards,
  contributors: [],
  questions: {},
  exceptions: [],
})
