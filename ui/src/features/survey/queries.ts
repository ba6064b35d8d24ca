import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answer, api, data, dataWithTag, type Item, idempotencyKey } from '../../api/client'
import { byCursor } from '../../api/queries'
import type { Stored } from '../../core/autosave'
import type { Content } from './definition'

export type Survey = Item<'/surveys'>
export type Results = Answer<'/surveys/{id}/results', 'get'>
export type QuestionResult = NonNullable<Results['questions']>[number]
export type Tagged = { data: Survey; tag: string }

export const surveyKeys = {
  all: ['surveys'] as const,
  one: (id: string) => ['survey', id] as const,
  results: (id: string) => ['survey', id, 'results'] as const,
  preview: (content: Content, language: string) => ['survey-preview', language, content] as const,
  shades: (color: string) => ['survey-shades', color] as const,
}

export const useSurveys = () =>
  useInfiniteQuery({
    queryKey: surveyKeys.all,
    queryFn: ({ signal, pageParam }) =>
      data(api.GET('/surveys', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
    ...byCursor,
  })

export const load = (id: string, signal?: AbortSignal) =>
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

export type Shades = Answer<'/surveys/shades', 'get'>
export type Shade = Shades['light']
export const useShades = (color: string) =>
  useQuery({
    queryKey: surveyKeys.shades(color),
    queryFn: ({ signal }) => data(api.GET('/surveys/shades', { params: { query: { color } }, signal })),
    enabled: color !== '',
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Sends a picture in; the answer names it for a theme. */
export const sendLogo = (file: File) =>
  data(
    api.POST('/surveys/logos', {
      body: file as unknown as string,
      bodySerializer: (body: unknown) => body as Blob,
      headers: { 'Content-Type': file.type || 'application/octet-stream' },
    }),
  )

/** Begins a copy of a survey's draft; asking twice with one key makes one. */
export function useDuplicateSurvey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      dataWithTag(
        api.POST('/surveys/{id}/duplicate', {
          params: { path: { id }, header: { 'Idempotency-Key': idempotencyKey() } },
          body: { name },
        }),
      ),
    onSuccess: (made) => {
      client.setQueryData(surveyKeys.one(made.data.id), made)
      void client.invalidateQueries({ queryKey: surveyKeys.all })
    },
  })
}

/** The page that respondents will see, as HTML. While the next one comes, the last one stays. */
export const usePreview = (content: Content, language: string) =>
  useQuery({
    queryKey: surveyKeys.preview(content, language),
    queryFn: async ({ signal }) => {
      const answer = await api.POST('/surveys/preview', {
        params: { query: { language: language || undefined } },
        body: content,
        parseAs: 'text',
        signal,
      })
      return answer.data as string
    },
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    retry: false,
    gcTime: 10_000,
  })
