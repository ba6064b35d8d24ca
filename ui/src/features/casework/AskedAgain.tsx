import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { api, data } from '../../api/client'
import { Tag } from '../../components/Tag'
import { useFormat } from '../../words/i18n'
import css from './casework.module.css'

/** Whether the customer was asked again, and the score before beside the one after. */
export function AskedAgain({ of }: { of: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const asked = useQuery({
    queryKey: ['case', of, 'follow-up'] as const,
    queryFn: ({ signal }) => data(api.GET('/cases/{id}/follow-up', { params: { path: { id: of } }, signal })),
  }).data
  if (!asked || asked.state === 'none') return null
  const day = asked.asked_at ? format.moment(asked.asked_at) : ''
  return (
    <section aria-label={t`Asked again`}>
      <h3>{t`Asked again`}</h3>
      {asked.state === 'planned' && (
        <p className="second">
          <Trans>The customer is asked again on {day}.</Trans>
        </p>
      )}
      {asked.state === 'asked' && (
        <p className="second">
          <Trans>Asked on {day}; no answer yet.</Trans>
        </p>
      )}
      {asked.state === 'skipped' && <p className="second">{asked.reason}</p>}
      {(asked.scores ?? []).map((pair) => {
        const better = pair.better === 'up' ? pair.later > pair.first : pair.later < pair.first
        return (
          <p key={pair.metric} className={css.pair}>
            <span className="muted">{pair.name}</span> {pair.first} → <b>{pair.later}</b>{' '}
            {pair.later === pair.first ? (
              <Tag>{t`the same`}</Tag>
            ) : better ? (
              <Tag tone="better" icon="up">
                {t`better`}
              </Tag>
            ) : (
              <Tag tone="worse" icon="down">
                {t`worse`}
              </Tag>
            )}
          </p>
        )
      })}
      {asked.state === 'answered' && (asked.scores ?? []).length === 0 && (
        <p className="second">
          <Trans>Answered; there was no first score to compare with.</Trans>
        </p>
      )}
    </section>
  )
}
