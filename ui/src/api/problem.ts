/** A failure the server explained, or the reason why nothing reached it. */

export type FieldProblem = { location: string; message: string }

/** A problem document (RFC 9457) as an Error. `status` is 0 when the server could not be reached. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly args: Record<string, unknown>
  readonly errors: FieldProblem[]
  readonly title: string

  constructor(from: {
    status: number
    code?: string
    title?: string
    detail?: string
    args?: Record<string, unknown>
    errors?: { location?: string; message?: string }[] | null
  }) {
    super(from.detail || from.title || `Status ${from.status}`)
    this.name = 'Problem'
    this.status = from.status
    this.code = from.code || (from.status === 0 ? 'unreachable' : '')
    this.title = from.title ?? ''
    this.args = from.args ?? {}
    this.errors = (from.errors ?? []).map((e) => ({ location: e.location ?? '', message: e.message ?? '' }))
  }
}

/** Reads whatever an unsuccessful response carries; a proxy may have answered with HTML. */
export async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '')
  try {
    const body = JSON.parse(text)
    if (body && typeof body === 'object') return new Problem({ ...body, status: response.status })
  } catch {
    // Not JSON: the status is all we know.
  }
  return new Problem({ status: response.status, title: response.statusText })
}

export const asProblem = (error: unknown): Problem | null => (error instanceof Problem ? error : null)

/** Errors by field name: `body.scoring.from` → `scoring.from`. What belongs to no field is under ''. */
export function fieldErrors(problem: Problem, fields: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { location, message } of problem.errors) {
    const path = location.replace(/^(body|path|query)\.?/, '')
    const field = fields.find((f) => path === f || path.startsWith(`${f}.`) || path.startsWith(`${f}[`)) ?? ''
    found[field] = found[field] ? `${found[field]} ${message}` : message
  }
  return found
}
