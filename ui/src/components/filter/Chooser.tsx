import { Icon } from '../Icon'
import css from './filter.module.css'

/** One of many in the place of a chip: "Metric Staff ▾". A native list, so that it opens well on phones. */
export function Chooser<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  const chosen = options.find((option) => option.value === value)
  return (
    <label className={css.chooser}>
      <span className={css.name}>{label}</span>
      <span className="ellipsis" aria-hidden="true">
        {chosen?.label ?? value}
      </span>
      <Icon name="down" small />
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as T)} aria-label={label}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
