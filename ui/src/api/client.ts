/** The one way to the server: typed calls that answer with data or throw a Problem. */
import createClient, { type Middleware } from 'openapi-fetch'
import type { Coming } from './coming'
import { Problem, readProblem } from './problem'
import type { paths } from './schema'

/** The description names paths below its server (`/v1/session`); callers write them without the base. */
type WithoutBase<P> = {
  [K in keyof P as K extends `/api/v1${infer Rest}` ? Rest : K extends `/v1${infer Rest}` ? Rest : K]: P[K]
}
export type Paths = Omit<Coming, keyof WithoutBase<paths>> & WithoutBase<paths>

const failures: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response)
    return undefined
  },
  onError({ error }) {
    if (error instanceof Problem || (error instanceof DOMException && error.name === 'AbortError')) return undefined
    return new Problem({ status: 0, detail: 'The server can’t be reached.' })
  },
}

export const api = createClient<Paths>({
  baseUrl: '/api/v1',
  // Repeated parameters (`where=a&where=b`), as the server reads them.
  querySerializer: { array: { style: 'form', explode: true } },
})
api.use(failures)

/** Unwraps the data of a call; the middleware has thrown already if it failed. */
export async function data<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  return (await call).data as T
}

/** Data together with its ETag, for edits that must send If-Match. */
export async function dataWithTag<T>(
  call: Promise<{ data?: T; response: Response }>,
): Promise<{ data: T; tag: string }> {
  const answer = await call
  return { data: answer.data as T, tag: answer.response.headers.get('ETag') ?? '' }
}

/** A fresh key for a create: sending the same one twice creates once. */
export const idempotencyKey = (): string => crypto.randomUUID()

type JsonOf<R> = R extends { content: { 'application/json': infer T } } ? T : never
type Success<R> = R extends { 200: infer T }
  ? T
  : R extends { 201: infer T }
    ? T
    : R extends { 202: infer T }
      ? T
      : never

/** The body a successful call answers with: `Answer<'/session', 'get'>`. */
export type Answer<P extends keyof Paths, M extends keyof Paths[P]> = Paths[P][M] extends { responses: infer R }
  ? JsonOf<Success<R>>
  : never
/** The body a call sends: `Body<'/setup', 'post'>`. */
export type Body<P extends keyof Paths, M extends keyof Paths[P]> = Paths[P][M] extends {
  requestBody: { content: { 'application/json': infer T } }
}
  ? T
  : never
/** An item of a list: `Item<'/metrics'>`. */
export type Item<P extends keyof Paths> = 'get' extends keyof Paths[P]
  ? Answer<P, 'get'> extends { items: (infer T)[] | null }
    ? T
    : never
  : never
