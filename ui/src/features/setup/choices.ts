/** Which lines of a proposal are taken, and what was changed in them. Pure: the screen keeps it, this says what follows. */
import type { Answers, Choice, Item, Section } from './queries'

export type Change = Omit<Choice, 'key'>
export type Choices = {
  /** Lines that were left; every other new line is taken. */
  left: ReadonlySet<string>
  changes: Readonly<Record<string, Change>>
}

export const nothingChosen: Choices = { left: new Set(), changes: {} }

export const sections: readonly Section[] = [
  'touch_points',
  'metrics',
  'targets',
  'units',
  'promise',
  'survey',
  'rules',
]

export const isNew = (item: Item): boolean => item.standing === 'new'
export const isTaken = (item: Item, choices: Choices): boolean => isNew(item) && !choices.left.has(item.key)

/** What a line needs: a survey needs the touch point that was chosen for it. */
export const needsOf = (item: Item, choices: Choices): readonly string[] => {
  const about = choices.changes[item.key]?.touch_point
  return item.survey && about ? [about] : item.needs
}

/** Takes lines with all that they need, or leaves them with all that needs them. */
export function choose(items: readonly Item[], choices: Choices, keys: readonly string[], take: boolean): Choices {
  const left = new Set(choices.left)
  const byKey = new Map(items.map((item) => [item.key, item]))
  const take1 = (key: string) => {
    const item = byKey.get(key)
    if (!item || !isNew(item)) return
    left.delete(key)
    for (const need of needsOf(item, choices)) if (left.has(need)) take1(need)
  }
  const leave1 = (key: string) => {
    const item = byKey.get(key)
    if (!item || !isNew(item) || left.has(key)) return
    left.add(key)
    for (const other of items) if (needsOf(other, choices).includes(key)) leave1(other.key)
  }
  for (const key of keys) take ? take1(key) : leave1(key)
  return { ...choices, left }
}

export const change = (choices: Choices, key: string, patch: Change): Choices => ({
  ...choices,
  changes: { ...choices.changes, [key]: { ...choices.changes[key], ...patch } },
})

/** What is sent: the lines that are taken, each with what differs from the proposal. */
export function send(items: readonly Item[], choices: Choices): Choice[] {
  return items
    .filter((item) => isTaken(item, choices))
    .map((item) => {
      const { name, value, on, touch_point, agreed } = choices.changes[item.key] ?? {}
      return {
        key: item.key,
        ...(name?.trim() && name.trim() !== item.name ? { name: name.trim() } : {}),
        ...(item.target ? { value: value ?? item.target.value } : {}),
        ...(isSwitched(item) ? { on: on ?? proposedOn(item) } : {}),
        ...(item.survey && touch_point ? { touch_point } : {}),
        ...(agreed ? { agreed } : {}),
      }
    })
}

export const isSwitched = (item: Item): boolean => !!(item.rule || item.expectation || item.survey)
export const proposedOn = (item: Item): boolean => item.rule?.on ?? item.expectation?.on ?? false
export const isOn = (item: Item, choices: Choices): boolean => choices.changes[item.key]?.on ?? proposedOn(item)

/** How many lines of each section will be made. */
export const counts = (items: readonly Item[], choices: Choices): { section: Section; n: number }[] =>
  sections
    .map((section) => ({
      section,
      n: items.filter((item) => item.section === section && isTaken(item, choices)).length,
    }))
    .filter(({ n }) => n > 0)

/** The line that a refusal speaks of: `body.items[3].name` is the fourth that was sent. */
export function placeOf(location: string, sent: readonly Choice[]): { key: string; part: string } | undefined {
  const found = /^body\.items\[(\d+)\](?:\.(\w+))?/.exec(location)
  const key = found && sent[Number(found[1])]?.key
  return key ? { key, part: found?.[2] ?? '' } : undefined
}

export type Step = 'industry' | 'promises' | 'channels' | 'size' | 'proposal'
export const steps: readonly Step[] = ['industry', 'promises', 'channels', 'size', 'proposal']

/** Where somebody who comes back goes on. */
export function stepFor(answers: Answers): Step {
  if (!answers.industry) return 'industry'
  if (answers.promises.length === 0 && answers.channels.length === 0) return 'promises'
  if (answers.channels.length === 0) return 'channels'
  return Object.values(answers.size).some((n) => (Array.isArray(n) ? n.length > 0 : n)) ? 'proposal' : 'size'
}

/** Whether a step has been answered. Promises and size may be left open. */
export const answered = (answers: Answers, step: Step): boolean =>
  step === 'industry'
    ? !!answers.industry
    : step === 'promises'
      ? answers.promises.length > 0
      : step === 'channels'
        ? answers.channels.length > 0
        : step === 'size'
          ? Object.values(answers.size).some((n) => (Array.isArray(n) ? n.length > 0 : n))
          : false

/** A whole number out of what was typed; nothing typed is nothing known. */
export const whole = (text: string): number | undefined => {
  const digits = text.replace(/\D/g, '').slice(0, 9)
  return digits ? Number(digits) : undefined
}

/** What may be stored while somebody is still writing: empty lines of promises are left out. */
export const storable = (answers: Answers): Answers => ({
  ...answers,
  promises: answers.promises.filter((p) => p.text.trim() !== ''),
})
