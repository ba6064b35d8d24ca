import { useId } from 'react'
import { Kbd } from '../../components/Kbd'
import css from './casework.module.css'

/** One of a list, all seen, each with the key that picks it. Native radios: arrows move, Enter sends the form. */
export function OptionList({
  id,
  label,
  options,
  keys,
  value,
  error,
  onChange,
  autoFocus,
}: {
  id: string
  label: string
  options: readonly { value: string; label: string }[]
  /** The keys in the order of the options; none where single keys are off. */
  keys: string
  value: string
  error?: string
  onChange: (value: string) => void
  autoFocus?: boolean
}) {
  const name = useId()
  const wrong = useId()
  const start = options.some((o) => o.value === value) ? value : options[0]?.value
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className={css.options}
      data-error={error ? '' : undefined}
      aria-describedby={error ? wrong : undefined}
    >
      <legend>{label}</legend>
      {options.map((option, at) => (
        <label key={option.value} className={css.option}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            data-autofocus={autoFocus && option.value === start ? '' : undefined}
          />
          <span className="grow">{option.label}</span>
          {keys[at] && <Kbd>{keys[at]}</Kbd>}
        </label>
      ))}
      {error && (
        <p id={wrong} className={css.optionError}>
          {error}
        </p>
      )}
    </fieldset>
  )
}
