/** The scale a kind of figure usually has, put in when the kind is chosen. */
export const scalesOf = {
  nps: { min: '0', max: '10' },
  rate: { min: '0', max: '1' },
  top_box: { min: '1', max: '5', 'scoring.from': '4' },
  mean: { min: '1', max: '5' },
} as const
