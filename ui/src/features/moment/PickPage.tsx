import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useParams } from '@tanstack/react-router'
import { type RefObject, useRef, useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { useFigureView } from '../../components/filter/useFigureView'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody, Toolbar } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SegmentedControl } from '../../components/SegmentedControl'
import { SentimentTag } from '../../components/SentimentTag'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { passage } from './judged'
import css from './moment.module.css'
import { PickDialog } from './PickDialog'
import { type MomentFile, type Signal, useComments, useMoment, useMomentCalls } from './queries'
import { step } from './words-of-text'

/** A passage that was selected in a comment. */
export type Taken = { signal: Signal; wording: string; glad: boolean }

/** Comments at a moment's touch point, to pick criteria and critical incidents from. */
export function PickPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const view = useFigureView()
  const found = useMoment(id, view.period, view.ready)
  const of = found.data?.data
  const name = of?.name || of?.touch_point || ''
  return (
    <>
      <PageHeader
        title={t`Pick what customers judge by`}
        crumb={{ label: name || t`Moment of truth`, href: `/moments/${id}` }}
      />
      {of ? (
        <Picker of={of} />
      ) : (
        <PageBody>
          <Card>
            {found.isError || view.error ? (
              <ErrorState
                error={found.error ?? view.error}
                title={t`This moment could not be fetched.`}
                onRetry={() => found.refetch()}
              />
            ) : (
              <LoadingRows rows={6} />
            )}
          </Card>
        </PageBody>
      )}
    </>
  )
}

function Picker({ of }: { of: MomentFile }) {
  const { t } = useLingui()
  const phone = usePhone()
  const [get, set] = useSearchState()
  const low = of.importance?.low ?? ''
  const which = get('which') === 'all' || !low ? 'all' : 'low'
  const [typed, setTyped] = useState(get('q'))
  const search = useDebouncedCallback((text: string) => set({ q: text.trim() || undefined }), 300)
  const q = get('q')
  const where = [`touch_point:${of.touch_point}`, 'kind!:employee,evaluation,operational']
  const found = useComments({ q, where, low: which === 'low' ? low : '' }, useMay('signal.read'))
  const list = found.data?.pages.flatMap((p) => p.items ?? []).filter((s) => (s.comments ?? []).length > 0) ?? []
  const total = found.data?.pages[0]?.total
  const [taken, setTaken] = useState<Taken>()
  const [naming, setNaming] = useState(false)
  const from = useRef<HTMLTextAreaElement>(null)
  return (
    <>
      <Toolbar label={t`Comments`}>
        <TextInput
          aria-label={t`Search these comments`}
          placeholder={t`Search these comments`}
          w={260}
          value={typed}
          onChange={(e) => {
            setTyped(e.currentTarget.value)
            search(e.currentTarget.value)
          }}
        />
        {low && (
          <SegmentedControl<'low' | 'all'>
            label={t`Whose comments`}
            value={which}
            onChange={(value) => set({ which: value === 'all' ? 'all' : undefined })}
            options={[
              { value: 'low', label: t`Let down` },
              { value: 'all', label: t`Everybody` },
            ]}
          />
        )}
        {total !== undefined && (
          <span className="muted small nowrap">
            <Plural value={total} one="# comment" other="# comments" />
          </span>
        )}
      </Toolbar>
      <PageBody>
        <p className="second" id="how-to-pick">
          {phone ? (
            <Trans>Hold a word to select it, and draw the selection over what the customer judges by.</Trans>
          ) : (
            <Trans>
              Select the words that say what the customer judges by: with the mouse, or with an arrow key for a word and
              Shift with it for more. Then press Enter.
            </Trans>
          )}
        </p>
        <Card>
          {found.isError ? (
            <ErrorState
              error={found.error}
              title={t`The comments could not be fetched.`}
              onRetry={() => found.refetch()}
            />
          ) : !found.data ? (
            <LoadingRows rows={6} />
          ) : list.length === 0 ? (
            <EmptyState sentence={<Trans>No customer wrote this here.</Trans>}>
              {(which === 'low' || q) && (
                <Button
                  onClick={() => {
                    setTyped('')
                    set({ which: 'all', q: undefined })
                  }}
                >
                  <Trans>Show everybody’s comments</Trans>
                </Button>
              )}
            </EmptyState>
          ) : (
            <ul className={css.list} aria-label={t`Comments`} aria-busy={found.isPlaceholderData}>
              {list.map((s) => (
                <Comment
                  key={s.id}
                  moment={of}
                  of={s}
                  hurt={which === 'low'}
                  from={from}
                  onTake={setTaken}
                  onEnter={() => setNaming(true)}
                />
              ))}
            </ul>
          )}
          {found.hasNextPage && (
            <p className={css.foot}>
              <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                <Trans>Show more</Trans>
              </Button>
            </p>
          )}
          {taken && (
            <div className={css.taken} role="status">
              <span className={css.picked} dir="auto">
                “{taken.wording}”
              </span>
              <Button kind="primary" keyHint={phone ? undefined : 'Enter'} onClick={() => setNaming(true)}>
                <Trans>Make it a criterion</Trans>
              </Button>
            </div>
          )}
        </Card>
      </PageBody>
      {naming && taken && (
        <PickDialog
          of={of}
          taken={taken}
          onClose={(done) => {
            setNaming(false)
            if (done) setTaken(undefined)
            // Back to the comment that it was picked from.
            setTimeout(() => from.current?.focus())
          }}
        />
      )}
    </>
  )
}

/** One customer's comment. A text that can be selected in by mouse, finger and keyboard, and not changed. */
function Comment({
  moment,
  of,
  hurt,
  from,
  onTake,
  onEnter,
}: {
  moment: MomentFile
  of: Signal
  /** Whether the list is of those who were let down. */
  hurt: boolean
  from: RefObject<HTMLTextAreaElement | null>
  onTake: (t: Taken | undefined) => void
  onEnter: () => void
}) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const linked = (moment.incidents ?? []).find((i) => i.signal === of.id)
  const text = (of.comments ?? []).map((c) => c.text).join('\n\n')
  const day = format.date(of.at)
  const failed = (error: unknown) => void toasts.show(explain(i18n, error), { tone: 'failed' })
  const feels = of.sentiment?.word ?? ''
  // Among those who were let down nobody is glad, however it sounds.
  const glad = !hurt && feels.endsWith('positive')
  const link = () => {
    const kind = glad ? ('delight' as const) : ('failure' as const)
    calls.link.mutate(
      { id: moment.id, body: { signal: of.id, kind } },
      {
        onSuccess: (made) =>
          void toasts.show(t`Linked as a critical incident`, {
            undo: () => calls.unlink.mutate({ id: moment.id, incident: made.id }, { onError: failed }),
          }),
        onError: failed,
      },
    )
  }
  const look = (box: HTMLTextAreaElement) => {
    from.current = box
    const wording = passage(text, box.selectionStart, box.selectionEnd)
    onTake(wording ? { signal: of, wording, glad } : undefined)
    return wording
  }
  return (
    <li className={css.comment}>
      <textarea
        className={css.text}
        readOnly
        rows={Math.max(1, Math.ceil(text.length / 110))}
        value={text}
        dir="auto"
        aria-label={t`What a customer said on ${day}`}
        aria-describedby="how-to-pick"
        onSelect={(e) => look(e.currentTarget)}
        onKeyDown={(e) => {
          const box = e.currentTarget
          if (e.key === 'Enter' && !e.nativeEvent.isComposing) {
            e.preventDefault()
            if (look(box)) onEnter()
            return
          }
          if (e.altKey || e.metaKey) return
          if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && !e.shiftKey) {
            e.preventDefault()
            const all = [...document.querySelectorAll<HTMLTextAreaElement>(`.${css.text}`)]
            all[all.indexOf(box) + (e.key === 'ArrowDown' ? 1 : -1)]?.focus()
            return
          }
          // A text that can't be edited has no caret in browsers: words are chosen here.
          const next = step(
            text,
            { start: box.selectionStart, end: box.selectionEnd, back: box.selectionDirection === 'backward' },
            e.key,
            e.shiftKey,
          )
          if (!next) return
          e.preventDefault()
          box.setSelectionRange(next.start, next.end, next.back ? 'backward' : 'forward')
          look(box)
        }}
      />
      <p className={css.facts} style={{ marginBlockStart: 0 }}>
        <SentimentTag word={feels} />
        {(of.measures ?? []).slice(0, 3).map((m) =>
          m.score === undefined ? null : (
            <span key={m.metric}>
              {m.name} <b>{m.score}</b>
            </span>
          ),
        )}
        <AppLink className="link" href={`/signals/${of.id}`}>
          {day}
        </AppLink>
        <span className="grow" />
        {linked ? (
          <span className="muted">
            <Trans>A critical incident</Trans>
          </span>
        ) : (
          <button type="button" className="link" onClick={link}>
            <Trans>Link as a critical incident</Trans>
          </button>
        )}
      </p>
    </li>
  )
}
