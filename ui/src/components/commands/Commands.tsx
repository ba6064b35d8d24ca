import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { type Command, CommandList } from './command-list'

const CommandContext = createContext<CommandList | null>(null)

export function useCommandList(): CommandList {
  const list = useContext(CommandContext)
  if (!list) throw new Error('useCommandList outside CommandProvider')
  return list
}

/** Holds the commands and listens for their keys. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const [list] = useState(() => new CommandList(storage()))
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => void list.press(event)
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [list])
  return <CommandContext.Provider value={list}>{children}</CommandContext.Provider>
}

/**
 * Offers commands while the component is on the screen, in the palette, the list of keys and by key. `run` is always
 * the latest one; the set itself is renewed only when ids, labels or keys change.
 */
export function useCommands(commands: readonly Command[]): void {
  const list = useCommandList()
  const latest = useRef(commands)
  useEffect(() => {
    latest.current = commands
  })
  const shape = JSON.stringify(commands.map(({ run: _, ...said }) => said))
  useEffect(() => {
    const said = JSON.parse(shape) as Omit<Command, 'run'>[]
    return list.add(
      said.map((command) => ({ ...command, run: () => latest.current.find((c) => c.id === command.id)?.run() })),
    )
  }, [list, shape])
}

export function useAllCommands(): readonly Command[] {
  const list = useCommandList()
  return useSyncExternalStore(list.subscribe, list.list)
}

export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const list = useCommandList()
  return [useSyncExternalStore(list.subscribe, list.keysOn), list.switchKeys]
}

function storage(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}
