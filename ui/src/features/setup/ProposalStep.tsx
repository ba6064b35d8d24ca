import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { type Ref, useEffect, useMemo, useState } from 'react'
import { asProblem } from '../../api/problem'
import { AppLink } from '../../components/AppLink'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card } from '../../components/layout/Page'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { type Choices, counts, nothingChosen, placeOf, type Step, sections, send } from './choices'
import { EarlierRuns } from './EarlierRuns'
import { newKey, type Proposal, useApply, useProposal, useTakeBack } from './queries'
import { SaveTrouble } from './SaveLine'
import { SectionCard } from './SectionCard'
import css from './setup.module.css'
import type { AnswersDraft } from './useAnswersDraft'
import { useSectionWords } from './words'

type Props = {
  draft: AnswersDraft
  choices: Choices
  onChoices: (next: Choices) => void
  heading: Ref<HTMLHeadingElement>
  onStep: (to: Step) => void
}

/** What follows from the answers: each line to take or to leave, and then all of it at one go. */
export function ProposalStep(props: Props) {
  const { t } = useLingui()
  const { draft, heading, onStep } = props
  const { flush } = draft
  useEffect(() => void flush(), [flush])
  const saved = draft.state.is === 'saved'
  const proposal = useProposal(draft.tag, saved)
  const missing = proposal.data?.missing[0]
  return (
    <>
      <div>
        <h2 ref={heading} tabIndex={-1} className={css.question}>
          {t`What we propose`}
        </h2>
        <p className="second">
          <Trans>
            Take or leave each line and change what you like. Nothing is made before you press the button below.
          </Trans>
        </p>
      </div>
      {!saved && draft.state.is !== 'waiting' && draft.state.is !== 'saving' ? (
        <SaveTrouble draft={draft} />
      ) : proposal.isError ? (
        <Card>
          <ErrorState
            error={proposal.error}
            title={t`The proposal could not be fetched.`}
            kept={t`Your answers are kept.`}
            onRetry={() => proposal.refetch()}
          />
        </Card>
      ) : !proposal.data ? (
        <Card>
          <LoadingRows rows={8} />
        </Card>
      ) : missing ? (
        <Card>
          <EmptyState
            sentence={
              missing === 'industry' ? (
                <Trans>Say what your organisation does, and a proposal stands here.</Trans>
              ) : (
                <Trans>Say how you meet your customers, and a proposal stands here.</Trans>
              )
            }
          >
            <Button kind="primary" onClick={() => onStep(missing === 'industry' ? 'industry' : 'channels')}>
              <Trans>Answer that</Trans>
            </Button>
          </EmptyState>
        </Card>
      ) : (
        <Lines {...props} proposal={proposal.data} />
      )}
      <EarlierRuns />
    </>
  )
}

export type Fault = { key: string; part: string; message: string; agree?: number }

function Lines({ draft, proposal, choices, onChoices, onStep }: Props & { proposal: Proposal }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const router = useRouter()
  const toasts = useToasts()
  const apply = useApply()
  const takeBack = useTakeBack()
  const words = useSectionWords()
  const [fault, setFault] = useState<Fault>()
  const { items } = proposal
  const sent = useMemo(() => send(items, choices), [items, choices])
  // One key for what is on the screen: pressing twice, or again after a lost answer, makes it once.
  const [key, forget] = useKeyOf(JSON.stringify(sent))
  const will = counts(items, choices)
  const edit = (next: Choices) => {
    setFault(undefined)
    onChoices(next)
  }
  const make = async () => {
    setFault(undefined)
    try {
      const run = await apply.mutateAsync({ items: sent, tag: draft.tag, key })
      const number = run.made.length
      onChoices(nothingChosen)
      toasts.show(t`${number} things were made`, {
        undo: () =>
          takeBack.mutate(run.id, {
            onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
          }),
      })
      await router.navigate({ href: `/setup/guide?run=${run.id}` })
    } catch (error) {
      forget()
      const problem = asProblem(error)
      const place = problem?.errors
        .map((e) => ({ place: placeOf(e.location, sent), message: e.message }))
        .find((e) => e.place)
      if (!place?.place) {
        toasts.show(explain(i18n, error), { tone: 'failed' })
        return
      }
      const agree = problem?.code === 'rule_would_flood' ? Number(problem.args.agree) : undefined
      setFault({ ...place.place, message: place.message || explain(i18n, error), agree })
      document.getElementById(`line-${place.place.key}`)?.scrollIntoView({ block: 'center' })
      document.getElementById(`line-${place.place.key}`)?.focus({ preventScroll: true })
    }
  }
  const total = format.count(sent.length)
  const named = items.find((item) => item.key === fault?.key)?.name ?? ''
  return (
    <>
      {items.every((item) => item.standing !== 'new') && (
        <Notice icon="check">
          <Trans>Everything that follows from your answers is there already.</Trans>
        </Notice>
      )}
      {sections.map((section) => (
        <SectionCard
          key={section}
          section={section}
          items={items}
          notes={proposal.notes.filter((note) => note.section === section)}
          choices={choices}
          fault={fault}
          onChoices={edit}
        />
      ))}
      <div className={css.bar}>
        {fault && (
          <p className="worse" role="alert">
            <Trans>
              Nothing was made. {named}: {fault.message}
            </Trans>
          </p>
        )}
        <div className="row wrap">
          <p className="grow" role="status">
            <b>
              <Plural
                value={sent.length}
                _0="Nothing is taken"
                one="# line will be made"
                other="# lines will be made"
              />
            </b>
            <span className="second not-phone">
              {will.map(({ section, n }) => {
                const [number, word] = [format.count(n), words[section].toLocaleLowerCase(i18n.locale)]
                return ` · ${number} ${word}`
              })}
            </span>
          </p>
          <Button onClick={() => onStep('size')}>{t`Back`}</Button>
          {sent.length > 0 ? (
            <Button
              kind="primary"
              busy={apply.isPending}
              onClick={() => void make()}
              aria-label={t`Set it up: ${total} lines`}
            >
              <Trans>Set it up</Trans>
            </Button>
          ) : (
            <ButtonLink kind="primary" href="/">
              <Trans>Go to the Overview</Trans>
            </ButtonLink>
          )}
        </div>
      </div>
      <p className="muted small">
        <Trans>
          All of it is made, or nothing. What nobody uses yet can be taken back afterwards. More comes in elsewhere:{' '}
          <AppLink className="link" href="/imports/new" style={{ textDecoration: 'underline' }}>
            data you have
          </AppLink>
          ,{' '}
          <AppLink className="link" href="/settings/people" style={{ textDecoration: 'underline' }}>
            colleagues
          </AppLink>
          .
        </Trans>
      </p>
    </>
  )
}

/** A key that stays while the content does. */
function useKeyOf(content: string): [key: string, forget: () => void] {
  const [kept, setKept] = useState(() => ({ content, key: newKey() }))
  if (kept.content !== content) setKept({ content, key: newKey() })
  return [kept.key, () => setKept({ content, key: newKey() })]
}
