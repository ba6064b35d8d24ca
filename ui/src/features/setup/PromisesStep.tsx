import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { Button } from '../../components/Button'
import { Tag } from '../../components/Tag'
import { whole } from './choices'
import type { Promised, State } from './queries'
import css from './setup.module.css'
import type { AnswersDraft } from './useAnswersDraft'

const most = 8

/** Ready-made promises to take and to word as customers hear them, and one's own. */
export function PromisesStep({ draft, topics }: { draft: AnswersDraft; topics: State['topics'] }) {
  const { t } = useLingui()
  const { promises } = draft.answers
  const add = useRef<HTMLButtonElement>(null)
  const full = promises.length >= most
  const set = (next: Promised[]) => draft.edit({ promises: next })
  const put = (at: number, patch: Partial<Promised>) => set(promises.map((p, n) => (n === at ? { ...p, ...patch } : p)))
  const drop = (at: number) => set(promises.filter((_, n) => n !== at))
  const own = promises.map((p, at) => ({ p, at })).filter(({ p }) => !p.about)
  return (
    <div className={css.promises}>
      {topics.map((topic) => {
        const at = promises.findIndex((p) => p.about === topic.about)
        const promised = promises[at]
        const unit = topic.unit === 'days' ? t`days` : t`hours`
        return (
          <div key={topic.about} className={css.promise} data-on={promised ? '' : undefined}>
            <div className="row">
              <Checkbox
                label={topic.text}
                checked={!!promised}
                disabled={!promised && full}
                onChange={(event) =>
                  event.currentTarget.checked
                    ? set([...promises, { text: topic.text, about: topic.about, within: topic.within }])
                    : drop(at)
                }
              />
              <span className="grow" />
              {topic.suits && <Tag tone="outline">{t`usual`}</Tag>}
            </div>
            {promised && (
              <div className={css.wording}>
                <TextInput
                  label={t`As customers hear it`}
                  value={promised.text}
                  maxLength={200}
                  error={promised.text.trim() ? undefined : t`Say what is promised, or take the line away`}
                  onChange={(event) => put(at, { text: event.currentTarget.value })}
                />
                {topic.unit && (
                  <TextInput
                    label={t`Within ${unit}`}
                    inputMode="numeric"
                    value={promised.within || ''}
                    placeholder={String(topic.within ?? '')}
                    onChange={(event) => put(at, { within: whole(event.currentTarget.value) })}
                  />
                )}
              </div>
            )}
          </div>
        )
      })}
      {own.map(({ p, at }, n) => {
        const number = n + 1
        return (
          <div key={at} className={css.own}>
            <TextInput
              label={t`Your own promise ${number}`}
              placeholder={t`We …`}
              value={p.text}
              maxLength={200}
              data-autofocus
              onChange={(event) => put(at, { text: event.currentTarget.value })}
            />
            <Button
              kind="quiet"
              square
              icon="trash"
              onClick={() => {
                drop(at)
                add.current?.focus()
              }}
            >{t`Take promise ${number} away`}</Button>
          </div>
        )
      })}
      <div className="row wrap">
        <Button ref={add} icon="plus" disabled={full} onClick={() => set([...promises, { text: '' }])}>
          <Trans>Add a promise of your own</Trans>
        </Button>
        {full && (
          <span className="muted small">
            <Trans>Eight are enough: name those that matter most.</Trans>
          </span>
        )}
      </div>
    </div>
  )
}
