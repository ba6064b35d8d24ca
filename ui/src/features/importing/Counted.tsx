import { useFormat } from '../../words/i18n'
import css from './importing.module.css'

/** A plain count: nothing was measured, so it has no interval. */
export function Counted({ value, label, tone }: { value: number; label: string; tone?: 'worse' }) {
  const format = useFormat()
  return (
    <div className={css.counted} data-tone={tone}>
      <b>{format.count(value)}</b>
      <span>{label}</span>
    </div>
  )
}
