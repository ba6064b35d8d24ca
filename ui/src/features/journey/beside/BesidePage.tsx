import { Trans, useLingui } from '@lingui/react/macro'
import { MultiSelect } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { Fragment, useMemo } from 'react'
import { AppLink } from '../../../components/AppLink'
import { EmptyState } from '../../../components/feedback/EmptyState'
import { ErrorState } from '../../../components/feedback/ErrorState'
import { LoadingRows } from '../../../components/feedback/Loading'
import { useSearchState } from '../../../components/filter/useSearchState'
import { PageBody, Card as Surface, Toolbar } from '../../../components/layout/Page'
import { PageHeader } from '../../../components/layout/PageHeader'
import { Tag } from '../../../components/Tag'
import { useFormat } from '../../../words/i18n'
import { signed } from '../map/MapCard'
import { docOf, type Journey, journeyQuery, useJourneys } from '../queries'
import { useFieldWords, useLaneWords, usePhaseWords, useStateWords, useWhose } from '../words'
import { align, type Beside, besides } from './align'
import css from './beside.module.css'

const most = 3

/** Two or three journeys beside one another, stage by stage, with what each has that the others haven't. */
export function BesidePage() {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const all = useJourneys()
  const ids = get('ids').split(',').filter(Boolean).slice(0, most)
  const found = useQueries({ queries: ids.map((id) => journeyQuery(id)) })
  const failed = found.find((f) => f.isError)
  const ready = found.every((f) => f.data)
  const journeys = found.flatMap((f) => (f.data ? [f.data] : []))
  return (
    <>
      <PageHeader title={t`Side by side`} crumb={{ label: t`Journeys`, href: '/journeys' }} />
      <Toolbar label={t`Journeys beside one another`}>
        <MultiSelect
          aria-label={t`Journeys beside one another`}
          placeholder={ids.length === 0 ? t`Choose two or three` : undefined}
          data={(all.data ?? []).map((j) => ({ value: j.id, label: j.name }))}
          maxValues={most}
          searchable
          value={ids}
          onChange={(next) => set({ ids: next.join(',') || undefined })}
          style={{ width: 480, maxWidth: 'calc(100vw - 32px)' }}
        />
      </Toolbar>
      <PageBody>
        {failed ? (
          <Surface>
            <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
          </Surface>
        ) : !ready ? (
          <Surface>
            <LoadingRows rows={6} />
          </Surface>
        ) : journeys.length < 2 ? (
          <Surface>
            <EmptyState sentence={<Trans>Choose two or three journeys above to see in what they differ.</Trans>} />
          </Surface>
        ) : (
          <BesideTable journeys={journeys} />
        )}
      </PageBody>
    </>
  )
}

function BesideTable({ journeys }: { journeys: readonly Journey[] }) {
  const { t } = useLingui()
  const phases = usePhaseWords()
  const state = useStateWords()
  const whose = useWhose()
  const maps = useMemo(() => journeys.map((j) => docOf(j.map)), [journeys])
  const lines = useMemo(() => align(maps), [maps])
  return (
    <Surface>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={css.scroll} tabIndex={0} aria-label={t`Journeys beside one another`}>
        <table className={css.table}>
          <thead>
            <tr>
              {journeys.map((j) => (
                <th key={j.id} scope="col">
                  <AppLink className="link" href={`/journeys/${j.id}`} dir="auto">
                    {j.name}
                  </AppLink>
                  <span className="small muted">
                    {whose(j)} · {state(j).word}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, at) => (
              <Fragment key={line.stages.map((s) => s?.id ?? '').join('|')}>
                {lines[at - 1]?.phase !== line.phase && (
                  <tr>
                    <th className={css.phase} colSpan={journeys.length} scope="colgroup">
                      {phases[line.phase]}
                    </th>
                  </tr>
                )}
                <tr>
                  {journeys.map((j, i) => {
                    const stage = line.stages[i]
                    return (
                      <td key={j.id}>
                        {stage ? (
                          <>
                            <h3 dir="auto">{stage.name}</h3>
                            {stage.feel.text && (
                              <p className="small muted" dir="auto">
                                {stage.feel.text}
                              </p>
                            )}
                            <ul className={css.cards}>
                              {besides(maps, lines, line, i).map((b) => (
                                <BesideCard key={b.card.id} of={b} journey={j.id} />
                              ))}
                            </ul>
                          </>
                        ) : (
                          <p className={css.gap}>
                            <Trans>No such stage here</Trans>
                          </p>
                        )}
                      </td>
                    )
                  })}
                </tr>
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
    </Surface>
  )
}

function BesideCard({ of, journey }: { of: Beside; journey: string }) {
  const { t } = useLingui()
  const format = useFormat()
  const fields = useFieldWords()
  const lanes = useLaneWords()
  const { card } = of
  const lane = lanes[card.lane]
  const names: Record<Beside['differs'][number], string> = {
    emotion: fields('emotion'),
    lane: t`Lane`,
    initiator: fields('initiator'),
    function: fields('function'),
    channels: fields('channels'),
  }
  const unlike = format.list(of.differs.map((f) => names[f]))
  return (
    <li className={css.card} data-alone={of.alone ? '' : undefined}>
      <AppLink href={`/journeys/${journey}?open=card:${card.id}`} className="strong" dir="auto">
        {card.task}
      </AppLink>
      <span className="small muted">
        {[lane, card.function, card.channels?.join(', ')].filter(Boolean).join(' · ')}
        {card.emotion != null && ` · ${signed(card.emotion)}`}
      </span>
      {(of.alone || of.elsewhere || of.differs.length > 0) && (
        <span className="row wrap">
          {of.alone && <Tag tone="accent">{t`Only here`}</Tag>}
          {of.elsewhere && <Tag tone="soon">{t`There in “${of.elsewhere}”`}</Tag>}
          {of.differs.length > 0 && <span className="small soon">{t`Differs: ${unlike}`}</span>}
        </span>
      )}
    </li>
  )
}
