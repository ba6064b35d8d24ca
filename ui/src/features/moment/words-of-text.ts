/** Choosing words of a text with the keyboard. */

export type Selection = { start: number; end: number /** The end that moves is the first one. */; back: boolean }

type Word = { start: number; end: number }
const words = (text: string): Word[] =>
  [...text.matchAll(/[^\s]+/g)].map((m) => ({ start: m.index, end: m.index + m[0].length }))

/**
 * The selection after a key: an arrow chooses one word, with Shift it takes one more or one less; Home and End go to the ends.
 * Nothing for other keys.
 */
export function step(text: string, now: Selection, key: string, more: boolean): Selection | undefined {
  const ahead = key === 'ArrowRight' || key === 'End'
  if (!ahead && key !== 'ArrowLeft' && key !== 'Home') return undefined
  const all = words(text)
  const last = all.length - 1
  const [first, final] = [all[0], all[last]]
  if (!first || !final) return undefined
  const far = key === 'Home' || key === 'End'
  if (now.start === now.end) {
    const at =
      ahead && !far
        ? Math.max(
            0,
            all.findIndex((w) => w.end > now.start),
          )
        : far && ahead
          ? last
          : 0
    const word = all[at] ?? first
    return { ...word, back: false }
  }
  const from = all.findIndex((w) => w.end > now.start)
  const to = all.findLastIndex((w) => w.start < now.end)
  const moving = now.back ? from : to
  const fixed = now.back ? to : from
  const at = far ? (ahead ? last : 0) : Math.min(last, Math.max(0, moving + (ahead ? 1 : -1)))
  if (!more) {
    const word = all[at] ?? first
    return { ...word, back: false }
  }
  const [a, b] = [Math.min(fixed, at), Math.max(fixed, at)]
  return { start: all[a]?.start ?? 0, end: all[b]?.end ?? text.length, back: at < fixed }
}
