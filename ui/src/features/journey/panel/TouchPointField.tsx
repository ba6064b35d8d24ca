import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, data, idempotencyKey } from '../../../api/client'
import { Button } from '../../../components/Button'
import { useToasts } from '../../../components/feedback/Toasts'
import { useTouchPoints } from '../../../core/organisation'
import { useMay } from '../../../core/session'
import { explain } from '../../../words/problems'
import type { Card } from '../queries'
import { PickField } from './fields'

/** The touch point that a card is, on which figures and cases hang; made on the spot where there is none. */
export function TouchPointField({
  card,
  disabled,
  onSay,
}: {
  card: Card
  disabled: boolean
  onSay: (key: string) => void
}) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const client = useQueryClient()
  const may = useMay('touchpoint.write')
  const points = useTouchPoints().data ?? []
  const key = card.touch_point ?? ''
  const known = points.some((p) => p.key === key)
  const add = useMutation({
    mutationFn: () =>
      data(
        api.POST('/touch-points', {
          body: { key: key || slug(card.task), name: card.task },
          headers: { 'Idempotency-Key': idempotencyKey() },
        }),
      ),
    onSuccess: (made) => onSay(made.key),
    onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['touch-points'] }),
  })
  const options = points.map((p) => ({ value: p.key, label: p.name }))
  if (key && !known) options.unshift({ value: key, label: key })
  return (
    <>
      <PickField
        label={t`Touch point`}
        description={key && !known ? t`Nothing was heard there yet` : t`Figures and cases hang on it`}
        options={options}
        disabled={disabled}
        nothing={t`No touch point is called that`}
        value={key}
        onSay={onSay}
      />
      {!disabled && may && !known && (
        <span>
          <Button icon="plus" busy={add.isPending} onClick={() => add.mutate()}>
            <Trans>Make “{card.task}” a touch point</Trans>
          </Button>
        </span>
      )}
    </>
  )
}

export const slug = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'touch-point'
