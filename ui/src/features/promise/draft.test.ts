import { describe, expect, it } from 'vitest'
import { bodyOf, type Content, differences, errorsOf, newTenet } from './draft'

const tenet = (id: string, name: string) => ({ id, name, behaviour: 'seen' })
const content: Content = {
  brand: '',
  segment: ' VIP ',
  text: 'We call back.',
  owner: '',
  tenets: [tenet('a', 'First'), newTenet(), tenet('b', 'Second')],
}

describe('a draft of a promise', () => {
  it('keeps a tenet that nothing was said of on the screen, and doesn’t send it', () => {
    expect(bodyOf(content).tenets?.map((t) => t.name)).toEqual(['First', 'Second'])
    expect(bodyOf(content).segment).toBe('VIP')
    expect(bodyOf(content).brand).toBeUndefined()
  })
  it('shows what the server says at the tenet that was meant, whatever waits before it', () => {
    const said = [
      { location: 'body.tenets[1].target', message: 'Off scale.' },
      { location: 'body.tenets[1].target', message: 'Really.' },
      { location: 'body.text', message: 'Say it.' },
      { location: 'body.tenets', message: 'One at least.' },
    ]
    expect(errorsOf(content, said)).toEqual({
      'promise-b-target': 'Off scale. Really.',
      'promise-text': 'Say it.',
      '': 'One at least.',
    })
  })
  it('says where two people differ: words, a tenet of each, their order', () => {
    const theirs = {
      ...content,
      text: 'We write.',
      tenets: [tenet('b', 'Second'), tenet('a', 'First!'), tenet('c', 'New')],
    }
    expect(differences(content, theirs)).toEqual([
      { what: 'text', mine: 'We call back.', theirs: 'We write.' },
      { what: 'tenet', mine: 'First', theirs: 'First!' },
      { what: 'tenet', mine: '', theirs: 'New' },
      { what: 'order', mine: '', theirs: '' },
    ])
    expect(differences(content, { ...content, tenets: [tenet('a', 'First'), tenet('b', 'Second')] })).toEqual([])
  })
})
