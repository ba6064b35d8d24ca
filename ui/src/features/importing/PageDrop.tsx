import { Trans } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '../../components/Icon'
import css from './importing.module.css'

/** Takes a file that is dropped anywhere on the page, and says so while one is dragged over it. */
export function PageDrop({ onFile }: { onFile: (file: File) => void }) {
  const [over, setOver] = useState(false)
  const take = useRef(onFile)
  useEffect(() => {
    take.current = onFile
  })
  useEffect(() => {
    // Entering a child fires before leaving its parent, so the pair is counted.
    let depth = 0
    const files = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const set = (next: number) => {
      depth = Math.max(0, next)
      setOver(depth > 0)
    }
    const enter = (event: DragEvent) => files(event) && set(depth + 1)
    const leave = (event: DragEvent) => files(event) && set(depth - 1)
    const overIt = (event: DragEvent) => files(event) && event.preventDefault()
    const drop = (event: DragEvent) => {
      set(0)
      // The field for files has taken it already.
      if (event.defaultPrevented || !files(event)) return
      event.preventDefault()
      const file = event.dataTransfer?.files[0]
      if (file) take.current(file)
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('dragover', overIt)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('dragover', overIt)
      window.removeEventListener('drop', drop)
    }
  }, [])
  if (!over) return null
  return (
    <div className={css.pageDrop} aria-hidden="true">
      <div>
        <Icon name="import" />
        <Trans>Drop the file to import it</Trans>
      </div>
    </div>
  )
}
