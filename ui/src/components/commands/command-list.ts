/** What can be done on the present screen: shown in the command palette, in the list of keys, and run by key. */
import type { IconName } from '../Icon'

export type Command = {
  /** Unique; a later registration of the same id wins. */
  id: string
  label: string
  group: string
  icon?: IconName
  /** A single key ("j", "?", "Enter" is not one). Off while somebody types, in dialogs, and when switched off. */
  key?: string
  /** Further words by which the palette finds it. */
  words?: string
  /** Not in the palette: only a key, such as "next". */
  keyOnly?: boolean
  run: () => void
}

const storageKey = 'touchstone-single-keys'

export class CommandList {
  private sets = new Map<symbol, readonly Command[]>()
  private all: readonly Command[] = []
  private heard = new Set<() => void>()
  private singleKeys: boolean

  constructor(private storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.singleKeys = storage?.getItem(storageKey) !== 'off'
  }

  list = () => this.all
  keysOn = () => this.singleKeys
  subscribe = (hear: () => void) => {
    this.heard.add(hear)
    return () => this.heard.delete(hear)
  }

  /** Adds commands until the returned function is called. */
  add = (commands: readonly Command[]): (() => void) => {
    const mark = Symbol('commands')
    this.sets.set(mark, commands)
    this.changed()
    return () => {
      this.sets.delete(mark)
      this.changed()
    }
  }

  switchKeys = (on: boolean) => {
    this.singleKeys = on
    this.storage?.setItem(storageKey, on ? 'on' : 'off')
    this.changed()
  }

  /** Runs the command of a pressed key; the latest registered wins. True when one ran. */
  press = (event: KeyboardEvent): boolean => {
    if (!this.singleKeys || event.defaultPrevented || event.repeat === undefined) return false
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false
    if (isTyping(event.target)) return false
    const command = this.all.findLast((c) => c.key === event.key)
    if (!command) return false
    event.preventDefault()
    command.run()
    return true
  }

  private changed() {
    const byId = new Map<string, Command>()
    for (const set of this.sets.values()) {
      for (const command of set) {
        byId.delete(command.id)
        byId.set(command.id, command)
      }
    }
    this.all = [...byId.values()]
    for (const hear of this.heard) hear()
  }
}

/** In a field, or inside something that floats and has keys of its own. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  return (
    target.closest(
      'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=menu], [role=listbox]',
    ) !== null
  )
}
