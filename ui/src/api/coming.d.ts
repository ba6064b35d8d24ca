/** Operations that the screens use before api/openapi.yaml describes them; the description wins as soon as it does. */
export interface Coming {
  '/cases': {
    get: {
      parameters: { query?: { limit?: number }; header?: never; path?: never; cookie?: never }
      requestBody?: never
      responses: {
        200: {
          headers: { [name: string]: unknown }
          content: { 'application/json': { counts?: { open: number } } }
        }
      }
    }
  }
}
