import { describe, expect, it } from 'vitest'
import { CommandList } from './command-list'

const press = (list: CommandList, key: string, on: Element = document.body, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  Object.defineProperty(event, 'target', { value: on })
  return list.press(event)
}
const store = () => {
  const kept = new Map<string, string>()
  return { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v) }
}
const command = (id: string, key: string, run: () => void) => ({ id, label: id, group: 'Test', key, run })

describe('commands', () => {
  it('runs the latest registration of a key, and the earlier one again when it leaves', () => {
    const list = new CommandList(store())
    const ran: string[] = []
    list.add([command('page.next', 'j', () => ran.push('page'))])
    const leave = list.add([command('panel.next', 'j', () => ran.push('panel'))])
    press(list, 'j')
    leave()
    press(list, 'j')
    expect(ran).toEqual(['panel', 'page'])
  })
  it('does nothing while somebody types, in a menu, or with a modifier', () => {
    const list = new CommandList(store())
    let ran = 0
    list.add([command('a', 'a', () => ran++)])
    const menu = document.createElement('div')
    menu.setAttribute('role', 'menu')
    press(list, 'a', document.createElement('textarea'))
    press(list, 'a', menu)
    press(list, 'a', document.body, { ctrlKey: true })
    expect(ran).toBe(0)
    press(list, 'a')
    expect(ran).toBe(1)
  })
  it('remembers that single keys are off', () => {
    const kept = store()
    new CommandList(kept).switchKeys(false)
    const list = new CommandList(kept)
    let ran = 0
    list.add([command('a', 'a', () => ran++)])
    expect(list.keysOn()).toBe(false)
    expect(press(list, 'a')).toBe(false)
    expect(ran).toBe(0)
  })
})
