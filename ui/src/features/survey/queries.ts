import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, data, dataWithTag, type Item, idempotencyKey } from '../../api/client'
import { byCursor } from '../../api/queries'
import type { Stored } from './autosave'
import type { Content } from './definition'

export type Survey = Item<'/surveys'>
export type Results = Answer<'/surveys/{id}/results', 'get'>
export type QuestionResult = NonNullable<Results['questions']>[number]
export type Tagged = { data: Survey; tag: string }

export const surveyKeys = {
  all: ['surveys'] as const,
  one: (id: string) => ['survey', id] as const,
  results: (id: string) => ['survey', id, 'results'] as const,
  preview: (content: Content) => ['survey-preview', content] as const,
}

export const useSurveys = () =>
  useInfiniteQuery({
    queryKey: surveyKeys.all,
    queryFn: ({ signal, pageParam }) =>
      data(api.GET('/surveys', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
    ...byCursor,
  })

const load = (id: string, signal?: AbortSignal) =>
  dataWithTag(api.GET('/surveys/{id}', { params: { path: { id } }, signal }))

export const useSurvey = (id: string) =>
  useQuery({ queryKey: surveyKeys.one(id), queryFn: ({ signal }) => load(id, signal) })

export const useResults = (id: string) =>
  useQuery({
    queryKey: surveyKeys.results(id),
    queryFn: ({ signal }) => data(api.GET('/surveys/{id}/results', { params: { path: { id } }, signal })),
  })

export const contentOf = ({ name, definition }: Survey): Content => ({
  name,
  definition: definition ?? { questions: [] },
})
export const storedOf = ({ data: survey, tag }: Tagged): Stored<Content> => ({ content: contentOf(survey), tag })
export const loadStored = async (id: string) => storedOf(await load(id))

/** Creates a survey; asking twice with one key makes one. */
export function useCreateSurvey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Content) =>
      dataWithTag(api.POST('/surveys', { params: { header: { 'Idempotency-Key': idempotencyKey() } }, body })),
    onSuccess: (made) => {
      client.setQueryData(surveyKeys.one(made.data.id), made)
      void client.invalidateQueries({ queryKey: surveyKeys.all })
    },
  })
}

const byId = (id: string) => ({ params: { path: { id } } })
export const putSurvey = (id: string, tag: string, body: Content) =>
  dataWithTag(api.PUT('/surveys/{id}', { params: { path: { id }, header: { 'If-Match': tag } }, body }))
export const publishSurvey = (id: string, tag: string) =>
  dataWithTag(api.POST('/surveys/{id}/publish', { params: { path: { id }, header: { 'If-Match': tag } } }))
export const closeSurvey = (id: string) => dataWithTag(api.POST('/surveys/{id}/close', byId(id)))
export const reopenSurvey = (id: string) => dataWithTag(api.POST('/surveys/{id}/reopen', byId(id)))

/** The page that respondents will see, as HTML. While the next one comes, the last one stays. */
export const usePreview = (content: Content) =>
  useQuery({
    queryKey: surveyKeys.preview(content),
    queryFn: async ({ signal }) => {
      const answer = await api.POST('/surveys/preview', { body: content, parseAs: 'text', signal })
      return answer.data as string
    },
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    retry: false,
    gcTime: 10_000,
  })
