import { describe, expect, it } from 'vitest'
import { show } from '../../test/show'
import { ChangeSentence } from './ChangeSentence'

const change = { value: -5.8, low: -10.5, high: -1, verdict: 'lower', judgement: 'worse' } as const

describe('ChangeSentence', () => {
  it('says a clear fall with its interval, smallest end first', () => {
    const { container } = show(<ChangeSentence change={change} against="September" unit="points" />)
    expect(container.textContent).toBe('5.8 points lower than September (1.0 to 10.5): more than noise')
    expect(container.querySelector('b')?.className).toBe('worse')
  })
  it('colours by judgement, not by direction: a metric that should fall got better', () => {
    const { container } = show(
      <ChangeSentence change={{ ...change, judgement: 'better' }} against="September" unit="%" />,
    )
    expect(container.querySelector('b')?.className).toBe('better')
  })
  it('says no clear change inside the noise', () => {
    const { container } = show(
      <ChangeSentence change={{ ...change, verdict: 'unclear', judgement: 'unclear' }} against="2013" unit="%" />,
    )
    expect(container.textContent).toBe('No clear change from 2013: within noise')
  })
  it('says too few instead of a number', () => {
    const { container } = show(
      <ChangeSentence change={{ ...change, verdict: 'too_few', judgement: 'unclear' }} against="2013" unit="%" />,
    )
    expect(container.textContent).toBe('Too few answers to compare with 2013')
  })
  it('is short in a table, without "points" on a mean', () => {
    const { container } = show(
      <ChangeSentence change={{ ...change, value: 0.21, verdict: 'higher' }} against="x" unit="" short />,
    )
    expect(container.textContent).toBe('0.21 higher')
  })
})
