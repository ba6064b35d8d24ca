import { useEffect, useRef, useState } from 'react'

/**
 * Which of some figures changed by themselves: true for two and a half seconds after a figure of the same question
 * came out otherwise. Another question (`asked`) changes everything and marks nothing,
 * nor does anything while it is '': the first figures are still on their way.
 */
export function useFresh(asked: string, figures: ReadonlyMap<string, string>): ReadonlySet<string> {
  const before = useRef({ asked, figures })
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const shape = JSON.stringify([...figures])
  useEffect(() => {
    const now = { asked, figures: new Map<string, string>(JSON.parse(shape)) }
    const changed = changedKeys(before.current, now)
    before.current = now
    if (changed.size > 0) setFresh(changed)
  }, [asked, shape])
  useEffect(() => {
    if (fresh.size === 0) return
    const timer = setTimeout(() => setFresh(new Set()), 2500)
    return () => clearTimeout(timer)
  }, [fresh])
  return fresh
}

type Seen = { asked: string; figures: ReadonlyMap<string, string> }

/** Keys that stand in both with another figure, and those that are new beside others. */
export function changedKeys(before: Seen, now: Seen): Set<string> {
  if (now.asked === '' || before.asked !== now.asked || before.figures.size === 0) return new Set()
  return new Set([...now.figures].filter(([key, figure]) => before.figures.get(key) !== figure).map(([key]) => key))
}
