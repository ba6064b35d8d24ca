/** The scale a kind of figure usually has, put in when the kind is chosen. */
export const scalesOf = {
  nps: { min: '0', max: '10' },
  rate: { min: '0', max: '1' },
  top_box: { min: '1', max: '5', 'scoring.from': '4' },
  mean: { min: '1', max: '5' },
  median: { min: '0', max: '525600', direction: 'down', scale_unit: 'minutes' },
  within: { min: '0', max: '525600', direction: 'down', scale_unit: 'minutes', 'scoring.to': '60' },
} as const

/** What scores can be measured in, besides a currency. */
export const scaleUnits = ['score', 'count', '%', 'seconds', 'minutes', 'hours', 'days'] as const
