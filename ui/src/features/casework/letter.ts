/** A letter being written, and what is checked before it is sent. */

export type Attached = { name: string; type: string; data: string; size: number }
export type Draft = { to: string; subject: string; text: string }

export const maxBytes = 10 * 1024 * 1024
export const maxFiles = 10

/** Fields that are still in a text: `{{customer.name}}`. */
export const fieldsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/\{\{[ \t]*([^{}\n]*?)[ \t]*\}\}/g)].map((found) => found[1] ?? '')),
]

/** Bytes as text, however many there are. */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

/** A file as the server takes it. */
export async function read(file: File): Promise<Attached> {
  return {
    name: file.name,
    type: file.type,
    data: base64(new Uint8Array(await file.arrayBuffer())),
    size: file.size,
  }
}

const key = (id: string) => `touchstone-letter-${id}`

/** What was typed for a case and not sent, kept over a reload. */
export function keptDraft(id: string): Draft {
  try {
    const draft = JSON.parse(sessionStorage.getItem(key(id)) ?? '') as Partial<Draft>
    return { to: draft.to ?? '', subject: draft.subject ?? '', text: draft.text ?? '' }
  } catch {
    return { to: '', subject: '', text: '' }
  }
}

export function keepDraft(id: string, draft: Draft): void {
  if (draft.to || draft.subject || draft.text) sessionStorage.setItem(key(id), JSON.stringify(draft))
  else sessionStorage.removeItem(key(id))
}
