import { describe, expect, it } from 'vitest'
import type { Metric } from '../../core/metrics'
import { bandQuestion } from './scores'

const metric = (method: string, min: number, max: number, from?: number) =>
  ({ key: 'm', min, max, scoring: { version: 1, method, from } }) as Metric

describe('the answers of a band', () => {
  it('are those that count for a top box, and the rest', () => {
    expect(bandQuestion(metric('top_box', 1, 5, 4), 'top').where).toBe('metric.m>=4')
    expect(bandQuestion(metric('top_box', 1, 5, 4), 'bottom').where).toBe('metric.m<4')
  })
  it('are promoters and detractors of an NPS', () => {
    expect(bandQuestion(metric('nps', 0, 10), 'top').where).toBe('metric.m>=9')
    expect(bandQuestion(metric('nps', 0, 10), 'bottom').where).toBe('metric.m<=6')
  })
  it('are yes and no of a rate, and the ends of a mean’s scale', () => {
    expect(bandQuestion(metric('rate', 0, 1), 'top').where).toBe('metric.m>=1')
    expect(bandQuestion(metric('mean', 1, 5), 'bottom').where).toBe('metric.m<=1')
  })
  it('are asked for as a state where no score says them', () => {
    expect(bandQuestion(metric('nps', 0, 10), 'left_out')).toEqual({ score: 'left_out' })
  })
})
