import { keepPreviousData, useInfiniteQuery, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item, idempotencyKey } from '../../api/client'
import { byCursor } from '../../api/queries'
import { type FigureRow, figuresQuery, type Metric, useMetrics } from '../../core/metrics'

export type Employee = Item<'/employees'>
export type Known = Answer<'/employees/{id}', 'get'>
export type Stay = NonNullable<Known['stays']>[number]
export type EmployeeEdit = Body<'/employees/{id}', 'patch'>

export type Question = { search?: string; unit?: string; active?: 'yes' | 'no'; as_of?: string }

export const employeeKeys = {
  all: ['employees'] as const,
  list: (question: Question) => ['employees', 'list', question] as const,
  one: (id: string) => ['employees', 'one', id] as const,
}

export const useEmployees = (question: Question) =>
  useInfiniteQuery({
    queryKey: employeeKeys.list(question),
    queryFn: ({ pageParam, signal }) =>
      data(api.GET('/employees', { params: { query: { ...question, cursor: pageParam, limit: 100 } }, signal })),
    placeholderData: keepPreviousData,
    ...byCursor,
  })

export const useEmployee = (id: string) =>
  useQuery({
    queryKey: employeeKeys.one(id),
    queryFn: ({ signal }) => data(api.GET('/employees/{id}', { params: { path: { id } }, signal })),
  })

const tag = (version: number) => ({ 'If-Match': `"${version}"` })

/** What can be done with employees. Each call makes the screens follow. */
export function useEmployeeDeeds() {
  const client = useQueryClient()
  const kept = async (known: Known) => {
    client.setQueryData(employeeKeys.one(known.id), known)
    await client.invalidateQueries({ queryKey: employeeKeys.all })
    return known
  }
  return {
    add: async (body: Body<'/employees', 'post'>) => {
      const added = await data(api.POST('/employees', { body, headers: { 'Idempotency-Key': idempotencyKey() } }))
      await client.invalidateQueries({ queryKey: employeeKeys.all })
      return added
    },
    edit: (id: string, version: number, body: EmployeeEdit) =>
      data(api.PATCH('/employees/{id}', { params: { path: { id }, header: tag(version) }, body })).then(kept),
    stays: (id: string, version: number, items: Stay[]) =>
      data(api.PUT('/employees/{id}/stays', { params: { path: { id }, header: tag(version) }, body: { items } })).then(
        kept,
      ),
  }
}

export type Told = { metric: Metric; row: FigureRow }

/** Every metric that anybody answered about an employee, with its figure. */
export function useFiguresOf(external: string, enabled: boolean): { told: Told[]; pending: boolean } {
  const metrics = useMetrics()
  const list = enabled ? (metrics.data ?? []) : []
  const where = [`employee:${external.replaceAll('\\', '\\\\').replaceAll(',', '\\,')}`]
  const answers = useQueries({ queries: list.map((metric) => figuresQuery({ metric: metric.key, where })) })
  const told = list.flatMap((metric, at) => {
    const row = answers[at]?.data?.rows?.[0]
    return row && row.n > 0 ? [{ metric, row }] : []
  })
  return { told, pending: metrics.isPending || answers.some((answer) => answer.isPending) }
}
