/** What is heard at the parts of a map, as the map draws it. All of it may be missing: a map without data is a map, too. */
import type { Domain, Estimate } from '../../../components/figure/scale'

export type Judgement = 'better' | 'worse' | 'unclear'

export type CardLive = {
  figure?: {
    name: string
    estimate: Estimate
    unit: string
    domain: Domain
    target?: number
    before?: Estimate
    judgement?: Judgement
    /** The comparison in words: "6.1 higher than Sep". */
    change?: string
    /** Where its signals are. */
    href?: string
  }
  /** Its values over time, the latest last; null where nothing was heard. */
  trend?: readonly (number | null)[]
  volume?: number
  cases?: { open: number; href?: string }
  /** Money at risk, as written. */
  money?: string
  /** A moment of truth, and what customers judge it by. */
  truth?: { criterion?: string }
  /** On the map, and nothing is heard there. */
  deaf?: boolean
  /** A colour of the nine steps of the heat map, −4 to 4, while the map is coloured by a figure. */
  heat?: number
}

export type Wanted = 'feel' | 'think' | 'do'
export type StageLive = {
  /** How customers feel there on the scale of the curve, −2 to 2, with its 95 % interval. */
  emotion?: { value: number; low: number; high: number }
  /** What is measured of what was wanted. */
  wants?: Partial<Record<Wanted, { text: string; judgement?: Judgement; href?: string }>>
}

export type MapLive = {
  cards: ReadonlyMap<string, CardLive>
  stages: ReadonlyMap<string, StageLive>
}
