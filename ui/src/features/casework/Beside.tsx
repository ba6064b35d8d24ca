import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Avatar } from '../../components/Avatar'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { useSession } from '../../core/session'
import { explain } from '../../words/problems'
import css from './beside.module.css'
import { type Link, useBesideCalls } from './beside-queries'
import cases from './casework.module.css'
import { PeopleDialog } from './PeopleDialog'
import type { CaseFile } from './queries'
import { useStateWords } from './words'

/** Other cases beside one, and who follows it. */
export function Beside({ of, link, may }: { of: CaseFile; link: (id: string) => string; may: boolean }) {
  const { t } = useLingui()
  const states = useStateWords()
  const kinds = useLinkWords()
  const links = of.links ?? []
  return (
    <>
      {links.length > 0 && (
        <>
          <h3>{t`Beside this case`}</h3>
          <ul className={cases.others}>
            {links.map((one) => (
              <li key={`${one.kind}-${one.id}`}>
                <AppLink className="link ellipsis grow" href={link(one.id)}>
                  {one.ref}, {one.title}
                </AppLink>
                <span className="muted small nowrap">
                  {kinds[one.kind]}, {states[one.state]}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Followers of={of} may={may} />
    </>
  )
}

export function useLinkWords(): Record<Link['kind'], string> {
  const { t } = useLingui()
  return {
    related: t`linked`,
    split: t`split off`,
    split_from: t`split from`,
    parent: t`above`,
    child: t`below`,
    merged: t`merged into this`,
  }
}

function Followers({ of, may }: { of: CaseFile; may: boolean }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useBesideCalls()
  const me = useSession().data?.user?.id
  const [adding, setAdding] = useState(false)
  const watchers = (of.followers ?? []).filter((one) => one.role === 'watch')
  const named = (of.followers ?? []).filter((one) => one.role === 'mention' && !one.answered_at)
  const set = async (user: string, on: boolean) => {
    try {
      await calls.watch(of.id, user, on)
      await calls.again(undefined)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  const mine = watchers.some((one) => one.id === me)
  return (
    <>
      <h3>{t`Watching`}</h3>
      <ul className={css.followers}>
        {watchers.map((one) => {
          const { name } = one
          return (
            <li key={one.id}>
              <Avatar name={name} />
              <span className="grow ellipsis">{name}</span>
              {may && one.id !== me && (
                <Button kind="quiet" square icon="close" onClick={() => void set(one.id, false)}>
                  {t`${name} no longer watches`}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      {watchers.length === 0 && (
        <p className="second small">
          <Trans>Nobody besides the owner.</Trans>
        </p>
      )}
      {named.length > 0 && (
        <p className="second small">
          <Trans>Mentioned, no answer yet: {named.map((one) => one.name).join(', ')}</Trans>
        </p>
      )}
      <div className={css.promiseDeeds}>
        <Button icon="eye" onClick={() => me && void set(me, !mine)}>
          {mine ? t`Stop watching` : t`Watch`}
        </Button>
        {may && (
          <Button kind="quiet" icon="plus" onClick={() => setAdding(true)}>
            {t`Add somebody`}
          </Button>
        )}
      </div>
      {adding && (
        <PeopleDialog
          title={t`Who should watch?`}
          but={watchers.map((one) => one.id)}
          onClose={() => setAdding(false)}
          onChoose={(who) => {
            setAdding(false)
            void set(who.id, true)
          }}
        />
      )}
    </>
  )
}
