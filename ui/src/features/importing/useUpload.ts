import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { address } from '../../components/filter/search'
import { importKeys } from './queries'
import { send } from './upload'

export type Sending = { name: string; bytes: number; share: number }

/** Sends a chosen file in and goes on to its mapping. One at a time; leaving the page stops it. */
export function useUpload() {
  const router = useRouter()
  const client = useQueryClient()
  const [sending, setSending] = useState<Sending>()
  const [error, setError] = useState<unknown>()
  const stop = useRef<() => void>(undefined)
  useEffect(() => () => stop.current?.(), [])

  const start = async (file: File) => {
    if (stop.current) return
    setError(undefined)
    setSending({ name: file.name, bytes: file.size, share: 0 })
    const upload = send(file, (share) => setSending({ name: file.name, bytes: file.size, share }))
    stop.current = upload.cancel
    try {
      const found = await upload.done
      client.setQueryData(importKeys.upload(found.upload), found)
      stop.current = undefined
      await router.navigate({ href: address('/imports/new', { upload: found.upload }) })
    } catch (failure) {
      if (!(failure instanceof DOMException)) setError(failure)
    } finally {
      stop.current = undefined
      setSending(undefined)
    }
  }
  return { start, cancel: () => stop.current?.(), sending, error }
}
