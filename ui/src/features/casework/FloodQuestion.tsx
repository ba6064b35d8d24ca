import { Trans, useLingui } from '@lingui/react/macro'
import { ConfirmDialog } from '../../components/feedback/ConfirmDialog'
import { useFormat } from '../../words/i18n'
import type { Flood } from './rule'

/** Before a rule opens very many cases: how many, and whether that is wanted. */
export function FloodQuestion({
  flood,
  onAgree,
  onClose,
}: {
  flood: Flood | undefined
  onAgree: (agreed: number) => Promise<unknown>
  onClose: () => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const cases = format.count(flood?.cases ?? 0)
  const perDay = format.count(flood?.perDay ?? 0)
  const days = flood?.days ?? 30
  return (
    <ConfirmDialog
      opened={flood !== undefined}
      title={t`This rule would open very many cases`}
      deed={t`Switch it on for ${cases} cases`}
      danger
      onConfirm={() => (flood ? onAgree(flood.agree) : undefined)}
      onClose={onClose}
    >
      <Trans>
        In the last {days} days it would have opened <b>{cases} cases</b>, about {perDay} a day. Narrow its conditions,
        set how many it may open a day, or switch it on if somebody will work on that many.
      </Trans>
    </ConfirmDialog>
  )
}
