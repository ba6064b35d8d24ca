import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { asProblem } from '../../api/problem'
import { useSingleKeys } from '../../components/commands/Commands'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { SegmentedControl } from '../../components/SegmentedControl'
import css from './casework.module.css'
import { Meanwhile } from './Meanwhile'
import { OptionList } from './OptionList'
import { type Case, useCaseOptions } from './queries'
import { useBulk } from './useBulk'
import { useCaseDeeds } from './useCaseDeeds'
import { useOptionWords, useStateWords } from './words'

type To = 'closed' | 'resolved'
export const letters = 'abcdefghijklmnopqrstuvwxyz'
const digits = '123456789'

/**
 * How one or several cases ended. A letter picks the cause, a digit the outcome, Enter does it. `onDone` gets the cases that
 * are done; with a conflict the form stays, what was entered with it.
 */
export function CloseDialog({
  cases,
  to: first,
  onClose,
  onDone,
  onUndone,
}: {
  cases: readonly Case[]
  to: To
  onClose: () => void
  onDone: (done: readonly Case[], to: To) => void
  onUndone: (ids: readonly string[]) => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const deeds = useCaseDeeds()
  const options = useCaseOptions()
  const word = useOptionWords()
  const states = useStateWords()
  const [keysOn] = useSingleKeys()
  const [to, setTo] = useState<To>(first)
  // What is left to do, at the versions the person has seen.
  const [left, setLeft] = useState(cases)
  const [stale, setStale] = useState<'changed' | 'loaded'>()
  const bulk = useBulk()
  // What becomes of open cases below this one; asked once the server says that there are some.
  const [below, setBelow] = useState(0)
  const [children, setChildren] = useState<'leave' | 'close'>('leave')
  const done = useRef<Case[]>([])
  const only = cases.length === 1 ? cases[0] : undefined
  const onlyResolved = left.every((one) => one.state === 'resolved')

  const form = useForm({
    id: 'close',
    initial: { cause: only?.cause ?? '', outcome: only?.outcome ?? '', note: '' },
    labels: { cause: t`What went wrong`, outcome: t`How it ended`, note: t`In your own words` },
    check: (v) => ({
      cause: v.cause ? undefined : t`Choose what went wrong`,
      outcome: v.outcome ? undefined : t`Choose how it ended`,
    }),
    send: async (v) => {
      const ending = {
        cause: v.cause,
        outcome: v.outcome,
        note: v.note.trim() || undefined,
        children: below > 0 ? children : undefined,
      }
      if (cases.length > 1) {
        const said = (count: number) =>
          to === 'closed' ? t`${count} cases are closed` : t`${count} cases are resolved`
        onDone(
          await bulk(
            left,
            { cause: ending.cause, outcome: ending.outcome, note: ending.note, state: to },
            said,
            onUndone,
          ),
          to,
        )
        return
      }
      for (const one of left) {
        try {
          await deeds.walk(one, to, ending)
          done.current.push(one)
          setLeft((now) => now.filter((k) => k.id !== one.id))
        } catch (error) {
          await deeds.settled()
          const problem = asProblem(error)
          if (problem?.code === 'children_open') {
            setBelow(Number(problem.args?.count ?? 1))
            setLeft([await deeds.read(one.id)])
            return
          }
          if (problem?.status !== 412) throw error
          setStale('changed')
          return
        }
      }
      finish()
    },
  })

  const finish = () => {
    const all = done.current
    void deeds.settled()
    const count = all.length
    const ref = all[0]?.ref ?? ''
    const said =
      to === 'closed'
        ? count === 1
          ? t`Case ${ref} is closed`
          : t`${count} cases are closed`
        : count === 1
          ? t`Case ${ref} is resolved`
          : t`${count} cases are resolved`
    toasts.show(said, {
      undo: () => {
        onUndone(all.map((one) => one.id))
        void deeds.undo(all)
      },
    })
    onDone(all, to)
  }
  const reload = async () => {
    setLeft(await Promise.all(left.map((one) => deeds.read(one.id))))
    setStale('loaded')
  }

  const pick = (event: KeyboardEvent) => {
    if (!keysOn || event.ctrlKey || event.metaKey || event.altKey || !options.data) return
    const target = event.target as HTMLElement
    if (target.tagName === 'TEXTAREA') return
    const cause = options.data.causes[letters.indexOf(event.key)]
    const outcome = options.data.outcomes[digits.indexOf(event.key)]
    if (!cause && !outcome) return
    event.preventDefault()
    form.set(cause ? { cause: cause.key } : { outcome: outcome?.key ?? '' })
    // On to what is still missing; Enter then sends the form from there.
    const missing = cause ? (form.values.outcome ? 'cause' : 'outcome') : form.values.cause ? 'outcome' : 'cause'
    requestAnimationFrame(() => focusList(form.id(missing)))
  }

  const count = cases.length
  const ref = only?.ref
  const title =
    to === 'closed'
      ? only
        ? t`Close ${ref}`
        : t`Close ${count} cases`
      : only
        ? t`Resolve ${ref}`
        : t`Resolve ${count} cases`
  const now = left[0]
  const state = now ? states[now.state] : ''
  const owner = now?.owner.name
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to keys that bubble from the form's own controls
    <div onKeyDown={pick}>
      <FormDialog title={title} deed={title} form={form} onClose={onClose} size={680}>
        {only && <p className="second">{only.title}</p>}
        <Meanwhile state={stale} onReload={reload}>
          <Trans>
            It is now “{state}” and {owner} owns it. Send again if what you entered still holds.
          </Trans>
        </Meanwhile>
        {below > 0 && (
          <div role="alert">
            <p className="second">
              <Plural value={below} one="An open case lies below this one." other="# open cases lie below this one." />
            </p>
            <SegmentedControl
              label={t`What becomes of them`}
              value={children}
              onChange={setChildren}
              options={[
                { value: 'leave', label: t`Leave them open` },
                { value: 'close', label: t`Done with this one` },
              ]}
            />
          </div>
        )}
        {!onlyResolved && (
          <div>
            <SegmentedControl
              label={t`What to do`}
              value={to}
              onChange={setTo}
              options={[
                { value: 'closed', label: t`Close` },
                { value: 'resolved', label: t`Resolve, close later` },
              ]}
            />
          </div>
        )}
        {options.data ? (
          <div className={css.endings}>
            <OptionList
              id={form.id('cause')}
              label={form.labels.cause}
              options={options.data.causes.map((o) => ({ value: o.key, label: word(o) }))}
              keys={keysOn ? letters : ''}
              value={form.values.cause}
              error={form.errors.cause}
              onChange={(cause) => form.set({ cause })}
              autoFocus
            />
            <OptionList
              id={form.id('outcome')}
              label={form.labels.outcome}
              options={options.data.outcomes.map((o) => ({ value: o.key, label: word(o) }))}
              keys={keysOn ? digits : ''}
              value={form.values.outcome}
              error={form.errors.outcome}
              onChange={(outcome) => form.set({ outcome })}
            />
          </div>
        ) : (
          <LoadingRows />
        )}
        <Textarea
          label={form.labels.note}
          description={t`Not needed`}
          autosize
          minRows={2}
          maxRows={8}
          {...form.field('note')}
        />
      </FormDialog>
    </div>
  )
}

const focusList = (id: string) =>
  document.querySelector<HTMLInputElement>(`#${id} input:checked, #${id} input`)?.focus()
