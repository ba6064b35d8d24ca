/** Search parameters of the URL, readable by people: `?where=unit:porto&where=channel:chat&from=2026-10-01`. */

export type Search = { where?: string[] } & { [key: string]: string | string[] | undefined }

/** Every key a text, or a list where it is repeated; `where` is always a list. */
export function parseSearch(text: string): Search {
  const found: Search = {}
  const params = new URLSearchParams(text)
  for (const key of new Set(params.keys())) {
    const values = params.getAll(key)
    found[key] = key === 'where' || values.length > 1 ? values : values[0]
  }
  return found
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') params.append(key, String(one))
    }
  }
  // Colons, commas and slashes are allowed in a query; escaped they only make a link unreadable.
  const text = params
    .toString()
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%2F', '/')
    .replaceAll('%21', '!')
  return text ? `?${text}` : ''
}

/** An address with search parameters: `address('/signals', { metric: 'staff', where: ['unit:porto'] })`. */
export const address = (path: string, search: Record<string, unknown> = {}): string =>
  `${path}${stringifySearch(search)}`
