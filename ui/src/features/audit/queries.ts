import { useInfiniteQuery } from '@tanstack/react-query'
import { api, data, type Item } from '../../api/client'
import { byCursor } from '../../api/queries'

export type Deed = Item<'/audit'>

export const auditKeys = { all: ['audit'] as const }

export const useAudit = () =>
  useInfiniteQuery({
    queryKey: auditKeys.all,
    queryFn: ({ signal, pageParam }) =>
      data(api.GET('/audit', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
    ...byCursor,
  })
