/** Types of the HTTP interface. `npm run types` replaces this file from api/openapi.yaml. */
type Json<T> = { headers: { [name: string]: unknown }; content: { 'application/json': T } }
type Nothing = { headers: { [name: string]: unknown }; content?: never }
type Failed = {
  headers: { [name: string]: unknown }
  content: {
    'application/problem+json': {
      status?: number
      title?: string
      detail?: string
      code?: string
      args?: { [key: string]: unknown }
      errors?: { location?: string; message?: string }[] | null
    }
  }
}
type None = { query?: never; header?: never; path?: never; cookie?: never }
type With<Params> = Omit<None, keyof Params> & Params
type Op<Ok, Status extends number, Body = never> = {
  parameters: None
  responses: { [status in Status]: Ok } & { default: Failed }
} & ([Body] extends [never] ? { requestBody?: never } : { requestBody: { content: { 'application/json': Body } } })
type Get<T, Params = object> = {
  parameters: With<Params>
  requestBody?: never
  responses: { 200: Json<T>; default: Failed }
}

type Session = {
  setup_needed: boolean
  version: string
  public_url: string
  user: { id: string; name: string; email: string } | null
  organisation: { id: string; name: string; zone: string; language: string } | null
  role?: string
  unit?: string
  organisations: { id: string; name: string; role: string }[] | null
  may: string[] | null
}
type Metric = {
  id: string
  key: string
  name: string
  min: number
  max: number
  direction: 'up' | 'down'
  scoring: { version: number; method: 'nps' | 'top_box' | 'mean' | 'rate'; from?: number; to?: number }
  unit: string
  break?: { at: string; note: string; dropped: number }
  n?: number
}
type FigureRow = {
  by: { [dimension: string]: string }
  label?: { [dimension: string]: string }
  value: number
  n: number
  low: number
  high: number
  left_out: { [reason: string]: number }
  too_few: boolean
  before?: { value: number; n: number; low: number; high: number; too_few: boolean }
  change?: {
    value: number
    low: number
    high: number
    verdict: 'higher' | 'lower' | 'unclear' | 'too_few'
    judgement: 'better' | 'worse' | 'unclear'
  }
}
type Figures = {
  metric: Metric
  rows: FigureRow[]
  warnings?: { code: string; args?: { [key: string]: unknown }; message: string }[] | null
  receipt: string
  data_version: number
}

export interface paths {
  '/session': {
    get: Get<Session>
    post: Op<Json<Session>, 200, { email: string; password: string }>
    delete: Op<Nothing, 204>
  }
  '/session/organisation': { put: Op<Json<Session>, 200, { organisation: string }> }
  '/setup': {
    post: Op<
      Json<Session>,
      201,
      { organisation: string; zone: string; name: string; email: string; password: string; code?: string }
    >
  }
  '/metrics': { get: Get<{ items: Metric[]; next?: string }> }
  '/figures': {
    get: Get<
      Figures,
      {
        query: {
          metric: string
          by?: string[]
          where?: string[]
          from?: string
          to?: string
          against_from?: string
          against_to?: string
        }
      }
    >
  }
  '/dimensions': {
    get: Get<{ items: { key: string; name: string; kind: 'entity' | 'attribute' | 'time' | 'closed'; values: number }[] }>
  }
  '/dimensions/{key}/values': {
    get: Get<
      { items: { value: string; label: string; n: number }[] },
      { path: { key: string }; query?: { search?: string; limit?: number } }
    >
  }
  '/cases': {
    get: Get<
      {
        items: { id: string; ref: string; title: string }[]
        next?: string
        counts: { mine: number; team: number; unassigned: number; overdue: number; open: number }
      },
      { query?: { state?: string; owner?: string; limit?: number; cursor?: string } }
    >
  }
}
