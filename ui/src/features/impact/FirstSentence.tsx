import { Plural, Trans } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { useFormat } from '../../words/i18n'
import css from './impact.module.css'
import { useMoney } from './money'
import type { Ranking } from './queries'

/** What it costs and where, in words: and whether the first place is a clear one. */
export function FirstSentence({ ranking }: { ranking: Ranking }) {
  const format = useFormat()
  const money = useMoney(ranking.currency)
  const priced = (ranking.areas ?? []).filter((a) => !a.missing)
  const first = priced[0]
  if (!first) return null
  const [low, high] = money.ends(ranking.total)
  const share = format.percent(first.costliest)
  const tied = priced.filter((a) => a.rank_low === 1)
  const names = format.list(tied.slice(0, 4).map((a) => a.name))
  return (
    <p className={css.first}>
      <strong>
        <Trans>
          Failures cost between {low} and {high} a year.
        </Trans>
      </strong>{' '}
      {tied.length <= 1 ? (
        <Trans>
          Look first at{' '}
          <AppLink className="link" href={`/impact/${first.area}`}>
            {first.name}
          </AppLink>
          : it is the costliest in {share} of draws.
        </Trans>
      ) : tied.length <= 4 ? (
        <Trans>For the first place, these can’t be told apart: {names}.</Trans>
      ) : (
        <Plural
          value={tied.length}
          one="For the first place, # area can’t be told apart."
          other="For the first place, # areas can’t be told apart: better inputs would help more than a choice now."
        />
      )}
    </p>
  )
}
