import { useId } from 'react'
import css from './small.module.css'

/** One of a few, all seen at once. Native radios: arrow keys move, the form reads them. */
export function SegmentedControl<T extends string>({
  label,
  value,
  options,
  onChange,
  wide,
}: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  /** Takes the whole width, parts equally wide. */
  wide?: boolean
}) {
  const name = useId()
  return (
    <fieldset className={css.segments} data-wide={wide ? '' : undefined}>
      <legend className="vh">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={css.segment}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
