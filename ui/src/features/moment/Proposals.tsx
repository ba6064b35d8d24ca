import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { sharedDomain } from '../../components/figure/scale'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, CardBody } from '../../components/layout/Page'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import css from './moment.module.css'
import { useProposals, type Weight } from './queries'

const few = 6

/** Touch points at which those who wrote were let down more than elsewhere: what the data propose. */
export function Proposals({ view, onNominate }: { view: FigureView; onNominate?: (point: string) => void }) {
  const { t } = useLingui()
  const found = useProposals(view.period, view.ready)
  const may = useMay('figure.read')
  const [get, set] = useSearchState()
  if (!may) return null
  const all = found.data?.items ?? []
  const open = get('proposals') === 'all'
  const shown = open ? all : all.slice(0, few)
  const more = all.length - shown.length
  const domain = sharedDomain(
    all.map((w) => w.rate),
    [0, 100],
  )
  const metric = found.data?.metric?.name
  return (
    <Card
      title={t`Proposed by what customers write`}
      remark={metric ? t`those let down, by ${metric}, of those who wrote` : undefined}
    >
      {found.isError ? (
        <ErrorState
          error={found.error}
          title={t`The proposals could not be fetched.`}
          onRetry={() => found.refetch()}
        />
      ) : !found.data ? (
        <LoadingRows rows={4} />
      ) : all.length === 0 ? (
        <CardBody>
          <p className="second">
            <Trans>Nothing was written at a touch point in this time, so the data propose nothing.</Trans>
          </p>
        </CardBody>
      ) : (
        <>
          <ul className={css.list} aria-label={t`Proposed touch points`}>
            {shown.map((w) => (
              <Proposal
                key={w.touch_point}
                of={w}
                low={found.data.low}
                domain={domain}
                view={view}
                onNominate={onNominate}
              />
            ))}
          </ul>
          {(more > 0 || open) && all.length > few && (
            <p className={css.foot}>
              <button
                type="button"
                className="link"
                onClick={() => set({ proposals: open ? undefined : 'all' })}
                aria-expanded={open}
              >
                {open ? (
                  <Trans>Show fewer</Trans>
                ) : (
                  <Plural value={more} one="# more touch point" other="# more touch points" />
                )}
              </button>
            </p>
          )}
        </>
      )}
    </Card>
  )
}

function Proposal({
  of,
  low,
  domain,
  view,
  onNominate,
}: {
  of: Weight
  low: string
  domain: readonly [number, number]
  view: FigureView
  onNominate?: (point: string) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const value = format.withUnit(of.rate.value, '%')
  const interval = format.interval(of.rate.low, of.rate.high, '%')
  const elsewhere = format.withUnit(of.elsewhere ?? null, '%')
  const share = format.withUnit(of.share.value, '%')
  const n = format.count(of.rate.n)
  const name = of.name || of.touch_point
  const comments = address('/signals', {
    where: [`touch_point:${of.touch_point}`, 'comment:yes', low, 'kind!:employee,evaluation'],
    from: view.slice.from,
    to: view.slice.to,
  })
  return (
    <li className={css.proposal}>
      <div style={{ minWidth: 0 }}>
        <h3 className={css.name} dir="auto">
          {name}
        </h3>
        <p className="second small">
          {of.verdict === 'higher' ? (
            <span className="worse">
              <Trans>▼ Let down more often than elsewhere ({elsewhere})</Trans>
            </span>
          ) : of.verdict === 'lower' ? (
            <span className="better">
              <Trans>▲ Less often than elsewhere ({elsewhere})</Trans>
            </span>
          ) : of.verdict === 'unclear' ? (
            <Trans>≈ No clear difference from elsewhere ({elsewhere})</Trans>
          ) : (
            <Trans>Too few wrote to tell</Trans>
          )}
          {' · '}
          <Trans>{share} of all who were let down and wrote</Trans>
        </p>
      </div>
      <div className={css.mark}>
        <div className={css.markHead}>
          <b className="num">{of.rate.too_few ? t`Too few` : value}</b>
          <AppLink className="link small nowrap" href={comments}>
            <Plural value={of.let_down} one="# comment" other="# comments" />
          </AppLink>
        </div>
        <IntervalMark
          figure={of.rate}
          unit="%"
          domain={domain}
          target={of.elsewhere ?? undefined}
          judgement={of.verdict === 'higher' ? 'worse' : of.verdict === 'lower' ? 'better' : undefined}
        />
        <p className="muted small">
          <Trans>
            {interval} · n {n}
          </Trans>
        </p>
      </div>
      <div className={css.deed}>
        {of.moment ? (
          <AppLink className="link" href={`/moments/${of.moment}`}>
            {of.state === 'confirmed' ? <Trans>A moment of truth</Trans> : <Trans>Nominated</Trans>}
          </AppLink>
        ) : (
          onNominate && (
            <Button onClick={() => onNominate(of.touch_point)}>
              <Trans>
                Nominate<span className="vh"> {name}</span>
              </Trans>
            </Button>
          )
        )}
      </div>
    </li>
  )
}
