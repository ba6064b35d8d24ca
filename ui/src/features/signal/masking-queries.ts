/** What is masked before anything is stored. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data } from '../../api/client'

export type Masking = Answer<'/masking', 'get'>
export type MaskingInput = Body<'/masking', 'put'>

const key = ['masking'] as const

export const useMasking = () =>
  useQuery({ queryKey: key, queryFn: ({ signal }) => data(api.GET('/masking', { signal })) })

export function useSetMasking() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ version, body }: { version: number; body: MaskingInput }) =>
      data(api.PUT('/masking', { params: { header: { 'If-Match': `"${version}"` } }, body })),
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
}

/** What would become of a text under patterns that needn't be saved. */
export const useTryMasking = (masking: MaskingInput, text: string) =>
  useQuery({
    queryKey: ['masking-try', masking, text] as const,
    queryFn: ({ signal }) => data(api.POST('/masking/try', { body: { masking, text }, signal })),
    placeholderData: keepPreviousData,
    enabled: text !== '',
    retry: false,
    gcTime: 0, // what is typed here may be a secret: it isn't kept
  })
