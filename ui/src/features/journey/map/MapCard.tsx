import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { memo, useEffect, useRef, useState } from 'react'
import { Avatar } from '../../../components/Avatar'
import { Icon } from '../../../components/Icon'
import { Menu, type MenuEntry } from '../../../components/Menu'
import { Tag } from '../../../components/Tag'
import type { Card } from '../queries'
import { CardFigures } from './CardFigures'
import { channelIcon } from './channel'
import { useMapDeeds } from './deeds'
import { itemOf } from './grid'
import type { CardLive } from './live'
import css from './map.module.css'

export type Mark = 'added' | 'moved' | 'changed'
export type CardFacts = {
  /** How many rules it breaks that nobody waived. */
  broken?: number
  /** Open comments. */
  comments?: number
  /** Who holds it, by name, apart by line breaks. */
  held?: string
  /** What became of it since the version it is compared with. */
  mark?: Mark
  live?: CardLive
}

/** One touch point on the map: the one event, who answers for it, and what is heard there. */
export const MapCard = memo(function MapCard({
  card,
  editable,
  chosen,
  broken = 0,
  comments = 0,
  held,
  mark,
  live,
}: CardFacts & { card: Card; editable: boolean; chosen: boolean }) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const element = useRef<HTMLLIElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (!element.current || !editable) return
    return draggable({
      element: element.current,
      getInitialData: () => ({ card: card.id }),
      onDragStart: () => element.current?.setAttribute('data-dragged', ''),
      onDrop: () => element.current?.removeAttribute('data-dragged'),
    })
  }, [card.id, editable])
  const icon = channelIcon(card.channels)
  const where = [card.function, card.channels?.join(', ')].filter(Boolean).join(' · ')
  return (
    <li
      ref={element}
      className={css.card}
      data-card={card.id}
      data-truth={live?.truth ? '' : undefined}
      data-heat={live?.heat}
      data-mark={mark}
      data-chosen={chosen ? '' : undefined}
      data-held={held ? '' : undefined}
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
    >
      {live?.truth && (
        <span className={css.truth}>
          <svg width="8" height="8" viewBox="0 0 8 8" aria-hidden="true">
            <path d="M4 0l4 4-4 4-4-4z" fill="currentColor" />
          </svg>
          <Trans>Moment of truth</Trans>
        </span>
      )}
      <span className={css.headRow}>
        <button
          type="button"
          className={css.name}
          data-item={itemOf.card(card.id)}
          tabIndex={-1}
          dir="auto"
          onClick={() => deeds.open(itemOf.card(card.id))}
        >
          {card.task}
        </button>
        {icon && (
          <span className={css.channel}>
            <Icon name={icon} />
          </span>
        )}
        {editable && near && <CardMenu card={card} broken={broken} />}
      </span>
      {!live?.figure && where && (
        <span className="small muted" dir="auto">
          {where}
        </span>
      )}
      {live && <CardFigures live={live} />}
      <Flags card={card} mark={mark} />
      {(broken > 0 || comments > 0 || held) && (
        <span className={css.signs}>
          {broken > 0 && (
            <span className="soon">
              <Icon name="warning" small />
              <Plural value={broken} one="# rule" other="# rules" />
            </span>
          )}
          {comments > 0 && (
            <span>
              <Icon name="note" small />
              <Plural value={comments} one="# comment" other="# comments" />
            </span>
          )}
          {held && (
            <span className={css.holders} title={held.split('\n').join(', ')}>
              {held.split('\n').map((name) => (
                <Avatar key={name} name={name} />
              ))}
              <span className="vh">{t`Open at ${held.split('\n').join(', ')}`}</span>
            </span>
          )}
        </span>
      )}
      {live?.truth?.criterion && <span className={css.criterion}>{live.truth.criterion}</span>}
    </li>
  )
})

function Flags({ card, mark }: { card: Card; mark?: Mark }) {
  const emotion = card.emotion
  if (!card.first && !card.last && !card.optional && !mark && emotion == null) return null
  return (
    <span className={css.flags}>
      {mark && (
        <Tag tone="accent">
          {mark === 'added' ? <Trans>New</Trans> : mark === 'moved' ? <Trans>Moved</Trans> : <Trans>Changed</Trans>}
        </Tag>
      )}
      {card.first && (
        <Tag>
          <Trans>First contact</Trans>
        </Tag>
      )}
      {card.last && (
        <Tag>
          <Trans>Last point</Trans>
        </Tag>
      )}
      {card.optional && (
        <Tag tone="outline">
          <Trans>If required</Trans>
        </Tag>
      )}
      {emotion != null && (
        <span className={css.emotion} data-level={emotion}>
          <Trans>
            intended <b>{signed(emotion)}</b>
          </Trans>
        </span>
      )}
    </span>
  )
}

/** +1, 0, −2, with a real minus. */
export const signed = (value: number, digits = 0): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(digits)}`

function CardMenu({ card, broken }: { card: Card; broken: number }) {
  const { t } = useLingui()
  const deeds = useMapDeeds()
  const entries: MenuEntry[] = [
    { label: t`Open`, icon: 'edit', keyHint: '↵', onSelect: () => deeds.open(itemOf.card(card.id)) },
    { label: t`Move to…`, icon: 'drag', keyHint: 'm', onSelect: () => deeds.askMove(card) },
    { label: t`Which steps does this take?`, icon: 'list', onSelect: () => deeds.askSplit(card) },
    ...(broken > 0
      ? [{ label: t`Rules it breaks`, icon: 'warning' as const, onSelect: () => deeds.open('rules') }]
      : []),
    { kind: 'divider' },
    { label: t`Take out`, icon: 'trash', keyHint: 'Del', onSelect: () => deeds.takeOut(card) },
  ]
  return (
    <Menu
      entries={entries}
      width={250}
      trigger={
        <button type="button" className={css.more} tabIndex={-1} aria-label={t`More for ${card.task}`}>
          <Icon name="more" />
        </button>
      }
    />
  )
}
