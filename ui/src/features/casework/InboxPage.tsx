import { Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { AssignDialog } from './AssignDialog'
import { BesideDialogs, type BesideKind, isBeside } from './BesideDialogs'
import { BulkDialog, type BulkField } from './BulkDialog'
import { CaseList } from './CaseList'
import { CasePanel } from './CasePanel'
import { CloseDialog } from './CloseDialog'
import css from './casework.module.css'
import { EditDialog } from './EditDialog'
import { neighbour } from './held'
import { KeysHint } from './KeysHint'
import type { Deed } from './moves'
import { NewCaseDialog } from './NewCaseDialog'
import type { Case } from './queries'
import { useCaseDeeds } from './useCaseDeeds'
import { useInbox } from './useInbox'
import { useInboxKeys } from './useInboxKeys'

type Begun = 'close' | 'resolve' | 'assign' | 'edit' | BesideKind
export type Doing = { kind: Begun; cases: readonly Case[] } | { kind: 'new' }

/** Cases to be worked: the list, the open case, the customer beside it; one after the other on phones. */
export function InboxPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const phone = usePhone()
  const may = useMay('case.write')
  const inbox = useInbox(id)
  const deeds = useCaseDeeds()
  const [marked, setMarked] = useState<readonly string[]>([])
  const [doing, setDoing] = useState<Doing>()
  const [bulk, setBulk] = useState<BulkField>()
  const first = inbox.rows?.[0]?.id

  useEffect(() => {
    if (!phone && !id && first) inbox.go(first, { replace: true, focus: false })
  })

  const targets = (): readonly Case[] => {
    const ids = marked.length > 0 ? marked : [id]
    return ids.flatMap((one) => inbox.seen(one) ?? [])
  }
  const begin = (kind: Begun, of = targets()) => {
    const cases = kind === 'close' || kind === 'resolve' ? of.filter((one) => one.state !== 'closed') : of
    if (may && cases.length > 0)
      setDoing({ kind, cases: kind === 'edit' || isBeside(kind) ? cases.slice(0, 1) : cases })
  }
  const mark = (one: string) =>
    setMarked((now) => (now.includes(one) ? now.filter((other) => other !== one) : [...now, one]))

  /** Cases have left the list by one's own deed: on to the next. */
  const leave = (ids: readonly string[]) => {
    setMarked([])
    if (inbox.tab === 'all') return
    const next = neighbour(inbox.rows ?? [], id, ids)
    inbox.drop(ids)
    if (!ids.includes(id)) return
    if (phone || !next) inbox.go(undefined, { replace: true })
    else inbox.go(next.id, { replace: true })
  }
  const assign = async (cases: readonly Case[], owner: { id: string; name: string }) => {
    setDoing(undefined)
    const given = await deeds.assign(cases, owner)
    const leaves = inbox.tab === 'unassigned' || inbox.tab === 'mine'
    if (leaves) leave(given.filter((one) => one.owner.id !== owner.id).map((one) => one.id))
    else setMarked([])
  }
  const step = (of: Case, deed: Deed) => {
    if (deed === 'close' || deed === 'resolve') return begin(deed, [of])
    // Done from a list of what is to be done, a reopened case comes back to its place.
    if (deed === 'reopen') inbox.awaitOwn([of.id])
    return void deeds.step(of, deed)
  }
  useInboxKeys({
    inbox,
    current: id,
    may,
    begin,
    mark,
    clear: () => setMarked([]),
    add: () => setDoing({ kind: 'new' }),
  })

  const showList = !phone || !id
  const end = () => setDoing(undefined)
  return (
    <div className={css.inbox}>
      <div className={css.panes}>
        {showList && (
          <CaseList
            inbox={inbox}
            current={id}
            marked={marked}
            onMark={mark}
            onClear={() => setMarked([])}
            onBegin={begin}
            onBulk={setBulk}
            onMarkAll={() => setMarked((inbox.rows ?? []).slice(0, 1000).map((row) => row.id))}
            onNew={may ? () => setDoing({ kind: 'new' }) : undefined}
          />
        )}
        {id ? (
          <CasePanel
            key={id}
            id={id}
            back={{ label: t`Inbox`, href: inbox.link() }}
            link={inbox.link}
            onStep={step}
            onBegin={(kind, of) => begin(kind, [of])}
          />
        ) : (
          !phone && (
            <div className={css.nobody}>
              <p className="muted">
                {inbox.rows ? <Trans>No case is open here.</Trans> : <Trans>The list is being fetched.</Trans>}
              </p>
            </div>
          )
        )}
      </div>
      {!phone && <KeysHint may={may} />}
      {doing?.kind === 'new' && (
        <NewCaseDialog
          onClose={end}
          onOpened={(file) => {
            end()
            inbox.awaitOwn([file.id])
            inbox.go(file.id)
          }}
        />
      )}
      {(doing?.kind === 'close' || doing?.kind === 'resolve') && (
        <CloseDialog
          cases={doing.cases}
          to={doing.kind === 'close' ? 'closed' : 'resolved'}
          onClose={end}
          onDone={(done) => {
            end()
            leave(done.map((one) => one.id))
          }}
          onUndone={inbox.awaitOwn}
        />
      )}
      {doing?.kind === 'assign' && (
        <AssignDialog cases={doing.cases} onClose={end} onChoose={(owner) => void assign(doing.cases, owner)} />
      )}
      {doing && doing.kind !== 'new' && isBeside(doing.kind) && doing.cases[0] && (
        <BesideDialogs
          kind={doing.kind}
          of={doing.cases[0]}
          onClose={end}
          onGo={(one) => {
            inbox.awaitOwn([one])
            inbox.go(one)
          }}
        />
      )}
      {bulk && (
        <BulkDialog
          field={bulk}
          cases={targets()}
          onClose={() => setBulk(undefined)}
          onDone={() => {
            setBulk(undefined)
            setMarked([])
          }}
        />
      )}
      {doing?.kind === 'edit' && doing.cases[0] && <EditDialog of={doing.cases[0]} onClose={end} />}
    </div>
  )
}
