import type { CsvCell } from '../../components/table/csv'
import type { Analysis, Num } from './queries'

const three = (n: Num): CsvCell[] => [n.value, n.low, n.high].map((v) => (v === null ? '' : Number(v.toFixed(4))))

/** Everything an analysis found, one line a measure and side. */
export function tableOf(analysis: Analysis): CsvCell[][] {
  const { wish, result } = analysis
  const head = [
    'side',
    'measure',
    'name',
    'rank',
    'rank_best',
    'rank_worst',
    'share',
    'share_low_95',
    'share_high_95',
    'sign',
    'correlation',
    'correlation_low_95',
    'correlation_high_95',
    'coefficient',
    'coefficient_low_95',
    'coefficient_high_95',
    'vif',
    'mean',
    'performance',
    'quadrant',
    'penalty',
    'penalty_low_95',
    'penalty_high_95',
    'reward',
    'reward_low_95',
    'reward_high_95',
    'kind',
    'n',
    'heard',
    'r2',
    'r2_low_95',
    'r2_high_95',
    'outcome',
    'missing',
    'from',
    'to',
    'where',
    'receipt',
  ]
  const empty: Num = { value: null, low: null, high: null }
  const lines = (result?.sides ?? []).flatMap((side) =>
    side.drivers.map((d): CsvCell[] => {
      const c = side.contrast?.attributes.find((one) => one.key === d.key)
      return [
        side.where ?? '',
        d.key,
        d.name,
        d.rank,
        d.rank_low,
        d.rank_high,
        ...three(d.share),
        d.sign,
        ...three(d.correlation),
        ...three(d.coefficient),
        ...three({ ...empty, value: d.inflation }).slice(0, 1),
        ...three({ ...empty, value: d.mean }).slice(0, 1),
        ...three({ ...empty, value: d.performance }).slice(0, 1),
        d.quadrant ?? '',
        ...three(c?.penalty ?? empty),
        ...three(c?.reward ?? empty),
        c?.kind ?? '',
        side.n,
        d.heard,
        ...three(side.r2),
        wish.outcome,
        wish.missing ?? 'listwise',
        wish.from ?? '',
        wish.to ?? '',
        (wish.where ?? []).join(' & '),
        result?.receipt ?? '',
      ]
    }),
  )
  return [head, ...lines]
}
