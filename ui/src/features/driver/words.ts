import { useLingui } from '@lingui/react/macro'
import { useFormat } from '../../words/i18n'
import type { Analysis, Attribute, Driver, Num } from './queries'

/** What is said of an analysis in words. */
export function useDriverWords(analysis: Analysis | undefined) {
  const { t } = useLingui()
  const format = useFormat()
  const outcome = analysis?.result?.outcome.name ?? ''
  /** Small shares keep a decimal. */
  const percent = (v: number | null) => (v === null ? '–' : format.percent(v, Math.abs(v) < 0.1 ? 1 : 0))
  const signed = (v: number | null) => (v === null ? '–' : `${v > 0 ? '+' : ''}${format.number(v, 2)}`)
  return {
    outcome,
    between: (n: Num) => (n.low === null ? '' : t`${percent(n.low)} to ${percent(n.high)}`),
    percent,
    signed,
    points: (n: Num) => (n.low === null ? '' : t`${signed(n.low)} to ${signed(n.high)}`),
    sign: (d: Driver) =>
      d.sign === 'up'
        ? t`higher ${outcome}`
        : d.sign === 'down'
          ? t`lower ${outcome}`
          : t`neither, as far as can be told`,
    difference: (verdict: string | undefined, n: Num | undefined, overlap: number) => {
      if (!n || n.value === null) return ''
      const size = `${n.value > 0.005 ? '+' : ''}${format.percent(n.value)}`
      if (overlap > 0) return t`${size}, the two overlap`
      return verdict === 'unclear' ? t`${size}, no more than noise` : t`${size}, more than noise`
    },
    quadrant: (q: NonNullable<Driver['quadrant']>) =>
      ({
        concentrate: t`Concentrate here`,
        keep_up: t`Keep it up`,
        low_priority: t`Can wait`,
        overkill: t`More than needed`,
      })[q],
    kind: (k: Attribute['kind']) =>
      ({ must_have: t`Must-have`, delighter: t`Delighter`, both: t`Costs and gains`, unsure: t`can’t be told` })[k],
    step: (s: Analysis['step']) =>
      ({
        counting: t`Counting rows`,
        adding: t`Adding up rows`,
        drawing: t`Drawing customers anew, 1,000 times`,
        contrasting: t`Contrasting poor and good`,
      })[s ?? 'counting'],
  }
}
