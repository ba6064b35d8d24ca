import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item } from '../../api/client'

export type CustomerValue = Item<'/values'>
export type BackTest = NonNullable<CustomerValue['back_test']>
export type Computing = Item<'/value-computations'>
export type Material = Answer<'/value-material', 'get'>
export type Typing = Body<'/values', 'post'>
export type Wish = Body<'/value-computations', 'post'>

export const valueKeys = {
  all: ['values'] as const,
  one: (id: string) => ['values', 'one', id] as const,
  computing: ['values', 'computing'] as const,
  material: ['values', 'material'] as const,
}

export const useValues = () =>
  useQuery({
    queryKey: valueKeys.all,
    queryFn: ({ signal }) => data(api.GET('/values', { signal })),
    select: (list) => list.items ?? [],
  })

export const useValue = (id: string) =>
  useQuery({
    queryKey: valueKeys.one(id),
    queryFn: ({ signal }) => data(api.GET('/values/{id}', { params: { path: { id } }, signal })),
    enabled: id !== '',
  })

export const useComputations = () =>
  useQuery({
    queryKey: valueKeys.computing,
    queryFn: ({ signal }) => data(api.GET('/value-computations', { signal })),
    select: (list) => list.items ?? [],
  })

export const useMaterial = () =>
  useQuery({ queryKey: valueKeys.material, queryFn: ({ signal }) => data(api.GET('/value-material', { signal })) })

export function useValueCalls() {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: valueKeys.all })
  return {
    type: useMutation({
      mutationFn: (body: Typing) => data(api.POST('/values', { body })),
      onSettled: settled,
    }),
    compute: useMutation({
      mutationFn: (body: Wish) => data(api.POST('/value-computations', { body })),
      onSettled: settled,
    }),
    cancel: useMutation({
      mutationFn: (id: string) => data(api.POST('/value-computations/{id}/cancel', { params: { path: { id } } })),
      onSettled: settled,
    }),
  }
}
