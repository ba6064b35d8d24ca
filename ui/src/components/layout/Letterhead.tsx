import { useLingui } from '@lingui/react/macro'
import { useContext } from 'react'
import { useFormat } from '../../words/i18n'
import css from './layout.module.css'
import { ShellContext } from './PageHeader'

/** On paper alone: whose figures these are, and of when. */
export function Letterhead() {
  const { t } = useLingui()
  const organisation = useContext(ShellContext)?.organisation
  const now = useFormat().date(Date.now())
  if (!organisation) return null
  return (
    <span className={`${css.letterhead} print-only`}>
      <span>{organisation}</span>
      <span>{t`as of ${now}`}</span>
    </span>
  )
}
