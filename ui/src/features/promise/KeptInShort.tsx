import { Trans } from '@lingui/react/macro'
import type { FigureView } from '../../components/filter/useFigureView'
import { useFormat } from '../../words/i18n'
import { useKept } from './queries'

/** "2 of 5 tenets kept, 1 not kept", in the period that figures stand in. */
export function KeptInShort({ id, view }: { id: string; view: FigureView }) {
  const format = useFormat()
  const kept = useKept(id, view.period, view.ready).data
  if (!kept || kept.length === 0) return null
  const count = (verdict: string) => kept.filter((k) => k.verdict === verdict).length
  const [good, bad, all] = [count('kept'), count('not_kept'), kept.length].map((n) => format.count(n))
  const period = view.period ? format.period(view.period.from, view.period.to) : ''
  return (
    <span>
      <b className={count('kept') === kept.length ? 'better' : undefined}>
        <Trans>
          {good} of {all} kept
        </Trans>
      </b>
      {count('not_kept') > 0 && (
        <b className="worse">
          {', '}
          <Trans>{bad} not kept</Trans>
        </b>
      )}
      {period && <span className="muted"> · {period}</span>}
    </span>
  )
}
