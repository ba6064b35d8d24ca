import { Trans, useLingui } from '@lingui/react/macro'
import { useSingleKeys } from '../../components/commands/Commands'
import { Kbd } from '../../components/Kbd'
import css from './casework.module.css'

/** The keys of the inbox, always in sight, and the switch for all single keys. */
export function KeysHint({ may }: { may: boolean }) {
  const { t } = useLingui()
  const [on, switchKeys] = useSingleKeys()
  const keys: [string, string][] = [
    ['j', t`next`],
    ['k', t`previous`],
    ...((may
      ? [
          ['r', t`note`],
          ['a', t`assign`],
          ['c', t`promise`],
          ['e', t`close`],
          ['x', t`mark`],
          ['z', t`undo`],
        ]
      : []) as [string, string][]),
    ['?', t`all keys`],
  ]
  return (
    <div className={`${css.hint} no-print`}>
      {on &&
        keys.map(([key, words]) => (
          <span key={key}>
            <Kbd>{key}</Kbd> {words}
          </span>
        ))}
      <span className="grow" />
      <button type="button" className={css.switch} aria-pressed={on} onClick={() => switchKeys(!on)}>
        {on ? <Trans>Single keys are on</Trans> : <Trans>Single keys are off</Trans>}
      </button>
    </div>
  )
}
