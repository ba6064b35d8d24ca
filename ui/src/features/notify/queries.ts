import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data } from '../../api/client'
import { byCursor } from '../../api/queries'

export type Notice = NonNullable<Answer<'/notices', 'get'>['items']>[number]
export type Wishes = Body<'/notices/settings', 'put'>
export type Settings = Answer<'/notices/settings', 'get'>
export type Kind = Notice['kind']

export const noticeKeys = {
  all: ['notices'] as const,
  list: (unread: boolean) => ['notices', 'list', unread] as const,
  settings: ['notices', 'settings'] as const,
}

export const useNotices = (unread: boolean) =>
  useInfiniteQuery({
    queryKey: noticeKeys.list(unread),
    queryFn: ({ pageParam, signal }) =>
      data(api.GET('/notices', { params: { query: { unread, cursor: pageParam, limit: 30 } }, signal })),
    ...byCursor,
  })

/** Marks notices as read or unread; without ids all of them. */
export function useMarkNotices() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { ids?: string[]; read: boolean }) => data(api.POST('/notices/mark', { body })),
    onSettled: () => client.invalidateQueries({ queryKey: noticeKeys.all }),
  })
}

export const useNoticeSettings = () =>
  useQuery({
    queryKey: noticeKeys.settings,
    queryFn: ({ signal }) => data(api.GET('/notices/settings', { signal })),
  })

export function useSetWishes() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ version, body }: { version: number; body: Wishes }) =>
      data(api.PUT('/notices/settings', { params: { header: { 'If-Match': `"${version}"` } }, body })),
    onSuccess: (settings) => client.setQueryData(noticeKeys.settings, settings),
  })
}
