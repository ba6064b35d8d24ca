/** Reports that go out by e-mail, when they did, and what can be sent. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Body, data, type Item, idempotencyKey } from '../../api/client'

export type Report = Item<'/reports'>
export type Run = Item<'/reports/{id}/runs'>
export type ReportBody = Body<'/reports', 'post'>

export const reportKeys = {
  all: ['reports'] as const,
  runs: (id: string) => ['report', id, 'runs'] as const,
  items: ['views', 'to-send'] as const,
}

/** Like every list, so that the list page shows it; there are never more than a page. */
export function useReports() {
  const found = useQuery({ queryKey: reportKeys.all, queryFn: ({ signal }) => data(api.GET('/reports', { signal })) })
  return {
    ...found,
    data: found.data && { pages: [found.data] },
    hasNextPage: false,
    isFetchingNextPage: false,
    fetchNextPage: () => {},
  }
}

export const useRuns = (id: string) =>
  useQuery({
    queryKey: reportKeys.runs(id),
    queryFn: ({ signal }) => data(api.GET('/reports/{id}/runs', { params: { path: { id } }, signal })),
    select: (list) => list.items ?? [],
  })

/** Dashboards and saved views by `what:id`, as a choice. */
export const useSendable = () =>
  useQuery({
    queryKey: reportKeys.items,
    queryFn: async ({ signal }) => {
      const [boards, views] = await Promise.all([
        data(api.GET('/dashboards', { signal })),
        data(api.GET('/views', { signal })),
      ])
      return {
        boards: (boards.items ?? []).map((b) => ({ value: `dashboard:${b.id}`, label: b.name })),
        views: (views.items ?? []).map((v) => ({ value: `view:${v.id}`, label: v.name })),
      }
    },
  })

export function useSaveReport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ report, body }: { report?: Report; body: ReportBody }) =>
      report
        ? data(
            api.PUT('/reports/{id}', {
              params: { path: { id: report.id }, header: { 'If-Match': `"${report.version}"` } },
              body,
            }),
          )
        : data(api.POST('/reports', { params: { header: { 'Idempotency-Key': idempotencyKey() } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: reportKeys.all }),
  })
}

export function useReportDeed() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, deed }: { id: string; deed: 'send' | 'delete' }) => {
      if (deed === 'send') await data(api.POST('/reports/{id}/send', { params: { path: { id } } }))
      else await data(api.DELETE('/reports/{id}', { params: { path: { id } } }))
    },
    onSuccess: () => client.invalidateQueries({ queryKey: reportKeys.all }),
  })
}
