import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { type Answer, api, type Body, data, type Item } from '../../api/client'
import { byCursor } from '../../api/queries'
import { high, low, type Mapping, type Measure } from './mapping'

export type Import = Item<'/imports'>

export const importKeys = {
  all: ['imports'] as const,
  one: (id: string) => ['import', id] as const,
  // Not under `imports`: its events come several times a second, and a preview reads the whole file.
  preview: (upload: string, mapping: Mapping) => ['import-preview', upload, mapping] as const,
  upload: (upload: string) => ['import-upload', upload] as const,
  mappings: ['import-mappings'] as const,
  // Under `import`: a look into a folder is told as an event of imports.
  folders: ['import', 'folders'] as const,
  files: (folder: string) => ['import', 'folders', folder, 'files'] as const,
}

export const useImports = () =>
  useInfiniteQuery({
    queryKey: importKeys.all,
    queryFn: ({ signal, pageParam }) =>
      data(api.GET('/imports', { params: { query: { cursor: pageParam, limit: 100 } }, signal })),
    ...byCursor,
  })

export const useImport = (id: string) =>
  useQuery({
    queryKey: importKeys.one(id),
    queryFn: ({ signal }) => data(api.GET('/imports/{id}', { params: { path: { id } }, signal })),
  })

export const previewQuery = (upload: string, mapping: Mapping) =>
  queryOptions({
    queryKey: importKeys.preview(upload, mapping),
    queryFn: ({ signal }) => data(api.POST('/imports/preview', { body: { upload, mapping }, signal })),
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchOnWindowFocus: false,
  })

export function useStartImport() {
  return useMutation({
    mutationFn: ({ retryKey, body }: { retryKey: string; body: Body<'/imports', 'post'> }) =>
      data(api.POST('/imports', { params: { header: { 'Idempotency-Key': retryKey } }, body })),
  })
}

export const cancelImport = (id: string) => data(api.POST('/imports/{id}/cancel', { params: { path: { id } } }))
export const undoImport = (id: string) => data(api.POST('/imports/{id}/undo', { params: { path: { id } } }))

export const scaleOf = (measure: Measure): [number, number] => [low(measure), high(measure)]

/** A file that was sent in, as the server described it: every tab and every reload sees the same. */
export const useUploaded = (upload: string) =>
  useQuery({
    queryKey: importKeys.upload(upload),
    queryFn: ({ signal }) => data(api.GET('/import-uploads/{upload}', { params: { path: { upload } }, signal })),
    enabled: upload !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

export type SavedMapping = Item<'/import-mappings'>
export type NewSaved = Body<'/import-mappings', 'post'>

export const useSavedMappings = () =>
  useQuery({
    queryKey: importKeys.mappings,
    queryFn: async ({ signal }) => (await data(api.GET('/import-mappings', { signal }))).items ?? [],
  })

const tagged = (version: number) => ({ 'If-Match': `"${version}"` })

export function useMappingEdits() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: importKeys.mappings })
  const add = useMutation({
    mutationFn: (body: NewSaved) => data(api.POST('/import-mappings', { body })),
    onSettled,
  })
  const edit = useMutation({
    mutationFn: ({ id, version, body }: { id: string; version: number; body: NewSaved }) =>
      data(api.PUT('/import-mappings/{id}', { params: { path: { id }, header: tagged(version) }, body })),
    onSettled,
  })
  const drop = useMutation({
    mutationFn: (id: string) => data(api.DELETE('/import-mappings/{id}', { params: { path: { id } } })),
    onSettled,
  })
  return { add, edit, drop }
}

export type Watched = Answer<'/import-folders', 'get'>
export type Folder = NonNullable<Watched['items']>[number]
export type NewFolder = Body<'/import-folders', 'post'>
export type FolderFile = Item<'/import-folders/{id}/files'>

export const useFolders = () =>
  useQuery({
    queryKey: importKeys.folders,
    queryFn: ({ signal }) => data(api.GET('/import-folders', { signal })),
  })

export const useFolderFiles = (id: string) =>
  useInfiniteQuery({
    queryKey: importKeys.files(id),
    queryFn: ({ signal, pageParam }) =>
      data(
        api.GET('/import-folders/{id}/files', {
          params: { path: { id }, query: { cursor: pageParam, limit: 100 } },
          signal,
        }),
      ),
    ...byCursor,
  })

export function useFolderEdits() {
  const client = useQueryClient()
  const onSettled = () => client.invalidateQueries({ queryKey: importKeys.folders })
  const add = useMutation({ mutationFn: (body: NewFolder) => data(api.POST('/import-folders', { body })), onSettled })
  const edit = useMutation({
    mutationFn: ({ id, version, body }: { id: string; version: number; body: NewFolder }) =>
      data(api.PUT('/import-folders/{id}', { params: { path: { id }, header: tagged(version) }, body })),
    onSettled,
  })
  const drop = useMutation({
    mutationFn: (id: string) => data(api.DELETE('/import-folders/{id}', { params: { path: { id } } })),
    onSettled,
  })
  const look = useMutation({
    mutationFn: (id: string) => data(api.POST('/import-folders/{id}/look', { params: { path: { id } } })),
    onSettled,
  })
  return { add, edit, drop, look }
}
