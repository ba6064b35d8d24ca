import { Trans, useLingui } from '@lingui/react/macro'
import { memo } from 'react'
import { AppLink } from '../../../components/AppLink'
import type { Stage } from '../queries'
import { ChangeLine } from './CardFigures'
import type { StageLive, Wanted } from './live'
import css from './map.module.css'

/** What customers should feel, think and do in a stage, in grey; what is measured of it below. */
export const Wants = memo(function Wants({ stage, live }: { stage: Stage; live?: StageLive }) {
  const { t } = useLingui()
  const words: Record<Wanted, string> = { feel: t`Feel`, think: t`Think`, do: t`Do` }
  return (
    <dl className={css.wants}>
      {(['feel', 'think', 'do'] as const).map((of) => {
        const want = stage[of]
        const found = live?.wants?.[of]
        return (
          <div key={of}>
            <dt>{words[of]}</dt>
            <dd className="muted" dir="auto">
              {want.text || <Trans>not said</Trans>}
            </dd>
            {found && (
              <dd>
                {found.judgement && found.judgement !== 'unclear' ? (
                  <ChangeLine judgement={found.judgement}>{found.text}</ChangeLine>
                ) : found.href ? (
                  <AppLink href={found.href}>{found.text}</AppLink>
                ) : (
                  found.text
                )}
              </dd>
            )}
          </div>
        )
      })}
    </dl>
  )
})
