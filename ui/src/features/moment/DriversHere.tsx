import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { api, data } from '../../api/client'
import { AppLink } from '../../components/AppLink'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { Tag } from '../../components/Tag'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import type { MomentFile } from './queries'

/** How many measures are named here; the others are on the page of drivers. */
const most = 3

/** Which measures go along with how customers felt at this touch point, those by which a criterion is judged marked. */
export function DriversHere({ of, outcome, view }: { of: MomentFile; outcome: string; view: FigureView }) {
  const { t } = useLingui()
  const format = useFormat()
  const wish = { outcome, where: [`touch_point:${of.touch_point}`], from: view.slice.from, to: view.slice.to }
  const asked = useQuery({
    queryKey: ['drivers', 'ask', wish] as const,
    queryFn: ({ signal }) => data(api.POST('/driver-analyses', { body: wish, signal })),
    enabled: useMay('figure.read'),
    staleTime: 60_000,
    retry: false,
  })
  const side = asked.data?.result?.sides?.[0]
  const judged = new Set((of.criteria ?? []).map((c) => c.metric))
  const shown = (side?.drivers ?? []).slice(0, most)
  const n = format.count(side?.n ?? 0)
  return (
    <div className="stack" style={{ gap: 4 }}>
      {shown.map((one) => {
        const share = {
          value: hundred(one.share.value),
          low: hundred(one.share.low),
          high: hundred(one.share.high),
          n: side?.n ?? 0,
          too_few: false,
        }
        return (
          <div key={one.key} className="stack" style={{ gap: 2 }}>
            <p className="row wrap small">
              <b className="num">{format.withUnit(share.value, '%')}</b> {one.name}
              {judged.has(one.key) && <Tag tone="outline">{t`a criterion`}</Tag>}
            </p>
            <IntervalMark figure={share} unit="%" domain={[0, 100]} />
          </div>
        )
      })}
      {shown.length > 0 ? (
        <p className="muted small">
          <Trans>of what these measures explain here, n {n}. Association, not cause.</Trans>
        </p>
      ) : (
        !asked.isPending && (
          <p className="muted">
            <Trans>Too little was heard together with it to tell.</Trans>
          </p>
        )
      )}
      <p className="small">
        <AppLink className="link" href={address('/drivers', wish)}>
          <Trans>What drives it here</Trans>
        </AppLink>
      </p>
    </div>
  )
}

const hundred = (x: number | null | undefined): number | null => (x === null || x === undefined ? null : 100 * x)
