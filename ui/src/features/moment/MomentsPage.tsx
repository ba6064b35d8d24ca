import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { PeriodPicker } from '../../components/filter/PeriodPicker'
import { useFigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SegmentedControl } from '../../components/SegmentedControl'
import { Tag } from '../../components/Tag'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { Diamond } from './Diamond'
import { FigureMark, Verdict } from './FigureMark'
import { MomentTabs } from './MomentTabs'
import css from './moment.module.css'
import { NominateDialog } from './NominateDialog'
import { Proposals } from './Proposals'
import { type Short, useMoments } from './queries'
import { useOwnerName, useStateWord } from './words'

type Shown = 'all' | 'confirmed' | 'nominated' | 'retired'

/** Where customers decide what we are worth, and how well their criteria are kept there. */
export function MomentsPage() {
  const { t } = useLingui()
  const view = useFigureView()
  const all = useMoments(view.period, view.ready)
  const may = useMay('moment.write')
  const phone = usePhone()
  const [get, set] = useSearchState()
  const [point, setPoint] = useState<string>()
  const shown = (get('state') || 'all') as Shown
  const list = (all.data ?? []).filter((m) => (shown === 'all' ? m.state !== 'retired' : m.state === shown))
  const counts = (state: Short['state']) => (all.data ?? []).filter((m) => m.state === state).length
  return (
    <>
      <PageHeader
        title={t`Moments of truth`}
        remark={t`where customers decide what we are worth`}
        actions={
          may && (
            <Button kind="primary" icon="plus" square={phone} onClick={() => setPoint('')}>
              <Trans>Nominate a touch point</Trans>
            </Button>
          )
        }
      />
      <MomentTabs>
        <PeriodPicker view={view} comparable={false} />
      </MomentTabs>
      <PageBody>
        <Card
          title={t`Moments`}
          controls={
            counts('retired') + counts('nominated') > 0 && (
              <SegmentedControl<Shown>
                label={t`Which moments`}
                value={shown}
                onChange={(state) => set({ state: state === 'all' ? undefined : state })}
                options={[
                  { value: 'all', label: t`All` },
                  { value: 'confirmed', label: t`Confirmed` },
                  { value: 'nominated', label: t`Nominated` },
                  { value: 'retired', label: t`Retired` },
                ]}
              />
            )
          }
        >
          {all.isError || view.error ? (
            <ErrorState
              error={all.error ?? view.error}
              title={t`The moments of truth could not be fetched.`}
              onRetry={() => {
                view.retry()
                void all.refetch()
              }}
            />
          ) : !all.data ? (
            <LoadingRows rows={5} />
          ) : list.length === 0 ? (
            <EmptyState
              sentence={
                all.data.length === 0 ? (
                  <Trans>No moment of truth yet: nominate a touch point where customers decide.</Trans>
                ) : (
                  <Trans>None of the moments is in this state.</Trans>
                )
              }
            >
              {may && (
                <Button icon="plus" onClick={() => setPoint('')}>
                  <Trans>Nominate a touch point</Trans>
                </Button>
              )}
            </EmptyState>
          ) : (
            <ul className={css.list} aria-label={t`Moments of truth`} aria-busy={all.isPlaceholderData}>
              {list.map((m) => (
                <Row key={m.id} of={m} />
              ))}
            </ul>
          )}
        </Card>
        <Proposals view={view} onNominate={may ? setPoint : undefined} />
      </PageBody>
      {point !== undefined && <NominateDialog point={point} onClose={() => setPoint(undefined)} />}
    </>
  )
}

export function StateTag({ of }: { of: Short['state'] }) {
  const { word, tone, icon } = useStateWord()[of]
  return (
    <Tag tone={tone} icon={icon}>
      {word}
    </Tag>
  )
}

function Row({ of }: { of: Short }) {
  const { t } = useLingui()
  const format = useFormat()
  const owner = useOwnerName()(of.owner)
  const maySee = useMay('figure.read')
  const reading = of.first?.readings?.[0]
  const threshold = of.first ? format.withUnit(of.first.threshold, of.first.unit) : ''
  return (
    <li className={css.row} data-state={of.state}>
      <div style={{ minWidth: 0 }}>
        <h3 className={css.name} dir="auto">
          <span className={css.diamond}>
            <Diamond />
          </span>
          <AppLink href={`/moments/${of.id}`}>{of.name || of.touch_point}</AppLink>
        </h3>
        {of.first ? (
          <p className={css.quote} dir="auto">
            “{of.first.wording}”
          </p>
        ) : (
          <p className="soon small">
            <Trans>No criterion in customers’ words yet</Trans>
          </p>
        )}
        <p className={css.facts}>
          <StateTag of={of.state} />
          <span>{of.segment || t`All customers`}</span>
          <span>
            <Plural value={of.criteria} _0="no criterion" one="# criterion" other="# criteria" />
          </span>
          <span>
            <Plural
              value={of.incidents}
              _0="no critical incident"
              one="# critical incident"
              other="# critical incidents"
            />
          </span>
          <span className={of.owner ? undefined : 'soon'}>
            {of.owner ? owner && <Trans>Owned by {owner}</Trans> : <Trans>Nobody owns it</Trans>}
          </span>
        </p>
      </div>
      {of.first && maySee && (
        <div style={{ minWidth: 0 }}>
          {reading ? (
            <FigureMark criterion={of.first} reading={reading} short />
          ) : (
            <div className={css.mark}>
              <div className={css.markHead}>
                <Verdict of={of.first.verdict} />
              </div>
              <p className="muted small">
                <Trans>threshold {threshold}</Trans>
              </p>
            </div>
          )}
        </div>
      )}
    </li>
  )
}
