/** Sends a file in. `fetch` can't tell how much has gone out, so this is the one call made by XMLHttpRequest. */
import { Problem } from '../../api/problem'
import type { Upload } from './mapping'

export type Sending = { file: File; share: number; cancel: () => void; done: Promise<Upload> }

/** `progress` hears shares from 0 to 1. `done` throws a Problem, or an AbortError after `cancel`. */
export function send(file: File, progress: (share: number) => void): { done: Promise<Upload>; cancel: () => void } {
  const request = new XMLHttpRequest()
  const done = new Promise<Upload>((resolve, reject) => {
    request.open('POST', `/api/v1/imports/uploads?name=${encodeURIComponent(file.name)}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total)
    request.onload = () => {
      const body = parsed(request.responseText)
      if (request.status === 201 && body) resolve(body as Upload)
      else reject(new Problem({ ...(body ?? { title: request.statusText }), status: request.status }))
    }
    request.onerror = () => reject(new Problem({ status: 0, detail: 'The server can’t be reached.' }))
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'))
    request.send(file)
  })
  return { done, cancel: () => request.abort() }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' ? (body as Record<string, unknown>) : null
  } catch {
    return null
  }
}
