import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Select } from '@mantine/core'
import { useState } from 'react'
import { AppLink } from '../../../components/AppLink'
import { Button } from '../../../components/Button'
import { ErrorState } from '../../../components/feedback/ErrorState'
import { LoadingRows } from '../../../components/feedback/Loading'
import { address } from '../../../components/filter/search'
import { Icon } from '../../../components/Icon'
import { useFormat } from '../../../words/i18n'
import { useMapDeeds } from '../map/deeds'
import { itemOf } from '../map/grid'
import { Section, SidePanel } from '../panel/SidePanel'
import type { Edit, MapDoc } from '../queries'
import css from './live.module.css'
import { type DeafCard, type HeardPoint, useHeard } from './queries'
import type { Listening } from './useMapLive'

/** Touch points that signals speak of and nobody has drawn, and cards at which nothing is heard. */
export function HeardPanel({
  of,
  map,
  add,
  onClose,
}: {
  of: Listening
  map: MapDoc
  /** Puts a touch point on the map; nothing for those who may not draw. */
  add?: (edit: Edit) => void
  onClose: () => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const found = useHeard(of.asked, of.view.ready)
  const heard = found.data
  // What was just put on the map leaves the list at once.
  const proposed = (heard?.proposed ?? []).filter((p) => !map.cards.some((c) => c.touch_point === p.touch_point))
  const deaf = heard?.deaf ?? []
  const during = of.view.period ? format.period(of.view.period.from, of.view.period.to) : t`All time`
  return (
    <SidePanel title={t`Heard, not on the map`} remark={during} onClose={onClose}>
      {found.isError && (
        <ErrorState
          error={found.error}
          title={t`What is heard could not be fetched.`}
          onRetry={() => found.refetch()}
        />
      )}
      {!heard && !found.isError && <LoadingRows rows={6} />}
      {heard && (
        <>
          {proposed.length === 0 ? (
            <p className="row better">
              <Icon name="check" />
              <Trans>Every touch point that signals speak of is on the map.</Trans>
            </p>
          ) : (
            <p className="second small">
              <Trans>
                Signals speak of these touch points, and nobody has drawn them. What is put on the map is marked as
                discovered.
              </Trans>
            </p>
          )}
          <ul>
            {proposed.map((p) => (
              <Proposed key={p.touch_point} of={p} slice={of.view.slice} map={map} add={add} />
            ))}
          </ul>
          {heard.more > 0 && (
            <p className="muted small">
              <Plural value={heard.more} one="# more with fewer signals" other="# more with fewer signals" />
            </p>
          )}
          {deaf.length > 0 && (
            <Section title={<Plural value={deaf.length} one="# card is deaf" other="# cards are deaf" />}>
              <ul>
                {deaf.map((card) => (
                  <Deaf key={card.card} of={card} />
                ))}
              </ul>
            </Section>
          )}
        </>
      )}
    </SidePanel>
  )
}

function Proposed({
  of,
  slice,
  map,
  add,
}: {
  of: HeardPoint
  slice: Listening['view']['slice']
  map: MapDoc
  add?: (edit: Edit) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const [stage, setStage] = useState(of.edit.stage ?? '')
  const [begins, setBegins] = useState<string>(of.begins === 'customer' ? 'customer' : 'organisation')
  const channels = (of.channels ?? []).map((c) => c.key).join(', ')
  const unasked = format.percent(of.volume ? of.unasked / of.volume : 0)
  const volume = format.count(of.volume)
  const place = map.stages.some((s) => s.id === stage) ? stage : (map.stages[0]?.id ?? '')
  return (
    <li className={css.point}>
      <span className="row">
        <b className="grow" dir="auto">
          {of.name}
        </b>
        <AppLink
          className="link small"
          href={address('/signals', {
            where: [...(slice.where ?? []), `touch_point:${of.touch_point}`],
            from: slice.from,
            to: slice.to,
          })}
        >
          <Plural value={of.volume} one="1 signal" other={`${volume} signals`} />
        </AppLink>
      </span>
      <span className="muted small">
        {[
          channels,
          of.begins === 'customer' ? t`customers begin: ${unasked} unasked` : t`who begins isn’t clear from signals`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {(of.samples ?? []).slice(0, 2).map((s) => (
        <blockquote key={s.signal} className={`${css.quote} small`} dir="auto">
          <AppLink href={`/signals/${s.signal}`}>{s.text}</AppLink>
        </blockquote>
      ))}
      {add && map.stages.length > 0 && (
        <span className={css.adding}>
          <Select
            size="xs"
            label={t`Stage`}
            data={map.stages.map((s) => ({ value: s.id, label: s.name }))}
            value={place}
            onChange={(v) => setStage(v ?? place)}
            allowDeselect={false}
            w={140}
          />
          <Select
            size="xs"
            label={t`Who begins`}
            data={[
              { value: 'customer', label: t`Customers` },
              { value: 'organisation', label: t`We do` },
              { value: 'third_party', label: t`A third party` },
            ]}
            value={begins}
            onChange={(v) => setBegins(v ?? begins)}
            allowDeselect={false}
            w={120}
          />
          <Button
            icon="plus"
            onClick={() => add({ ...of.edit, stage: place, set: { ...of.edit.set, initiator: begins } } as Edit)}
          >
            <Trans>Add to the map</Trans>
            <span className="vh"> {of.name}</span>
          </Button>
        </span>
      )}
    </li>
  )
}

/** A card that hears nothing, why, and what can be done about it. */
function Deaf({ of }: { of: DeafCard }) {
  const { t } = useLingui()
  const format = useFormat()
  const deeds = useMapDeeds()
  const ever = format.count(of.ever)
  const volume = format.count(of.volume)
  const words: Record<DeafCard['why'], [why: string, todo: string]> = {
    no_touch_point: [t`It is no touch point yet.`, t`Choose the touch point it is: signals and cases hang on it.`],
    never_heard: [t`No signal has ever named it.`, t`Ask a survey there, or take in what is heard there already.`],
    silent: [
      t`Silent in this period; ${ever} signals at other times.`,
      t`Look whether its survey still runs, or choose a longer period.`,
    ],
    unmeasured: [
      t`${volume} signals, and none answers a metric that is bound.`,
      t`Bind a metric that its signals carry.`,
    ],
  }
  const [why, todo] = words[of.why]
  return (
    <li className={css.point}>
      <button
        type="button"
        className="link"
        style={{ textAlign: 'start' }}
        dir="auto"
        onClick={() => deeds.open(itemOf.card(of.card))}
      >
        {of.task}
      </button>
      <span className="small">
        {why} <span className="muted">{todo}</span>
      </span>
      {of.why === 'never_heard' && (
        <AppLink className="link small" href="/surveys">
          <Trans>Surveys</Trans>
        </AppLink>
      )}
    </li>
  )
}
