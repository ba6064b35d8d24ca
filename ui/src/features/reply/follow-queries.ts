import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data } from '../../api/client'

export type FollowUp = Answer<'/follow-up', 'get'>
export type Recovered = Answer<'/follow-up/results', 'get'>
export type Part = 'rule' | 'unit' | 'cause'

export const followKeys = {
  setting: ['follow-up', 'setting'] as const,
  results: (metric: string, by: Part) => ['follow-up', 'results', metric, by] as const,
}

export const useFollowUp = () =>
  useQuery({ queryKey: followKeys.setting, queryFn: ({ signal }) => data(api.GET('/follow-up', { signal })) })

export function useSetFollowUp() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ version, body }: { version: number; body: Body<'/follow-up', 'put'> }) =>
      data(api.PUT('/follow-up', { params: { header: { 'If-Match': `"${version}"` } }, body })),
    onSuccess: (setting) => client.setQueryData(followKeys.setting, setting),
  })
}

export const useRecovered = (metric: string, by: Part) =>
  useQuery({
    queryKey: followKeys.results(metric, by),
    queryFn: ({ signal }) => data(api.GET('/follow-up/results', { params: { query: { metric, by } }, signal })),
    enabled: metric !== '',
  })

/** Published surveys, to choose one from. */
export const useOpenSurveys = () =>
  useQuery({
    queryKey: ['surveys', 'open'] as const,
    queryFn: ({ signal }) => data(api.GET('/surveys', { params: { query: { limit: 200 } }, signal })),
    select: (list) => (list.items ?? []).filter((one) => one.state === 'open'),
  })
