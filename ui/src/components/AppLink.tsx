import { useRouter } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, MouseEvent } from 'react'

/** A link inside the application, by address: `/signals?where=unit:porto`. New tabs and copying work as usual. */
export function AppLink({ href, onClick, ...others }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const router = useRouter()
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (event.defaultPrevented || !plain || others.target === '_blank') return
    event.preventDefault()
    void router.navigate({ href })
  }
  const warm = () => {
    const [to] = href.split('?')
    // Fetching the page's code while the pointer rests answers the click at once; a failure will show on the click.
    router.preloadRoute({ to: to as '/' }).catch(() => {})
  }
  return <a href={href} onClick={go} onPointerEnter={warm} onFocus={warm} {...others} />
}
