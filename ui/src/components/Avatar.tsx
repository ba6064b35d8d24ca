import css from './small.module.css'

/** Initials in a circle; the name always stands beside it. */
export function Avatar({ name }: { name: string }) {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map((w) => [...(w ?? '')][0] ?? '').join('')
  return (
    <span className={css.avatar} aria-hidden="true">
      {initials.toUpperCase()}
    </span>
  )
}
