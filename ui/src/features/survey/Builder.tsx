import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody } from '../../components/layout/Page'
import { duplicate, insert, type Kind, kinds, move, moveTo, newQuestion, questionsOf, remove } from './definition'
import { aboutId, fieldId, type Gap, goTo } from './places'
import { QuestionCard } from './QuestionCard'
import css from './survey.module.css'
import { useStarters } from './template'
import type { Draft } from './useDraft'
import { useDropped } from './useDragged'
import { useKindWords } from './words'

/** The list of questions, one card each, and what stands around them. */
export function Builder({
  draft,
  readOnly,
  gaps,
  onMended,
}: {
  draft: Draft
  readOnly: boolean
  gaps: readonly Gap[]
  onMended: (id: string) => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const starters = useStarters()
  const words = useKindWords()
  const { definition } = draft
  const questions = questionsOf(definition)
  // After React has drawn the change: where focus was may have moved, or be gone.
  const then = (id: string) => setTimeout(() => goTo(id))

  const add = (kind: Kind) => {
    const question = newQuestion(definition, kind, starters)
    draft.edit((now) => insert(now, questionsOf(now).length, question))
    onMended(aboutId('add'))
    then(fieldId(question.key, 'text'))
  }
  const takeAway = (key: string) => {
    const at = questions.findIndex((q) => q.key === key)
    const gone = questions[at]
    if (!gone) return
    draft.edit((now) => remove(now, key))
    toasts.show(t`Question ${at + 1} removed`, {
      undo: () => {
        draft.edit((now) => (questionsOf(now).some((q) => q.key === key) ? now : insert(now, at, gone)))
        then(fieldId(key, 'text'))
      },
    })
    const next = questions[at + 1] ?? questions[at - 1]
    then(next ? fieldId(next.key, 'text') : aboutId('add'))
  }
  const shift = (key: string, steps: number) => {
    draft.edit((now) => move(now, key, steps))
    const at = questions.findIndex((q) => q.key === key) + steps
    // At an end the button that was pressed can't be pressed again; its neighbour takes the focus.
    const end = at <= 0 ? 'down' : at >= questions.length - 1 ? 'up' : steps < 0 ? 'up' : 'down'
    then(fieldId(key, end))
  }
  useDropped((key, to) => {
    if (!readOnly) draft.edit((now) => moveTo(now, key, to))
  })
  return (
    <fieldset disabled={readOnly} className={css.questions} aria-label={t`Questions`}>
      <About draft={draft} gaps={gaps} onMended={onMended} />
      {questions.map((question, at) => (
        <QuestionCard
          key={question.key}
          question={question}
          number={at + 1}
          last={at === questions.length - 1}
          draft={draft}
          gaps={gaps}
          onMended={onMended}
          onMove={(steps) => shift(question.key, steps)}
          onMoveTo={(to) => {
            draft.edit((now) => moveTo(now, question.key, to))
            then(fieldId(question.key, 'text'))
          }}
          onRemove={() => takeAway(question.key)}
          onDuplicate={() => {
            const copy = duplicate(definition, question.key)
            draft.edit(() => copy.definition)
            then(fieldId(copy.key, 'text'))
          }}
        />
      ))}
      <section className={css.add} aria-labelledby={aboutId('add-words')} tabIndex={-1} id={aboutId('add')}>
        <p className="muted small" id={aboutId('add-words')}>
          {questions.length === 0 ? t`The survey asks nothing yet. Begin with a question:` : t`Add a question`}
        </p>
        <div className="row wrap">
          {kinds.map((kind) => (
            <Button key={kind} icon="plus" onClick={() => add(kind)}>
              {words[kind]}
            </Button>
          ))}
        </div>
      </section>
      <Card title={t`After the last answer`}>
        <CardBody>
          <Textarea
            id={aboutId('thanks')}
            label={t`Thanks`}
            autosize
            minRows={1}
            maxLength={2000}
            placeholder={t`Thank you.`}
            value={definition.thanks ?? ''}
            onChange={(event) => {
              const thanks = event.currentTarget.value
              draft.edit((now) => ({ ...now, thanks: thanks || undefined }))
            }}
          />
          <ThanksLink draft={draft} gaps={gaps} onMended={onMended} />
        </CardBody>
      </Card>
    </fieldset>
  )
}

/** Where a respondent may go on from the last page. */
function ThanksLink({ draft, gaps, onMended }: { draft: Draft; gaps: readonly Gap[]; onMended: (id: string) => void }) {
  const { t } = useLingui()
  const link = draft.definition.thanks_link
  const bad = link?.url && !/^https:\/\/[^\s/]+/.test(link.url)
  // Half a link can't be stored: it waits on the screen until it is whole.
  const [typed, setTyped] = useState({ text: link?.text ?? '', url: link?.url ?? '' })
  const set = (next: typeof typed) => {
    setTyped(next)
    onMended(aboutId('thanks_link'))
    const whole = next.text.trim() && /^https:\/\/[^\s/]+\.[^\s]+/.test(next.url)
    draft.edit((now) => ({ ...now, thanks_link: whole ? next : undefined }))
  }
  const half = (typed.text || typed.url) && !link
  return (
    <div className={css.pair} style={{ paddingTop: 12 }}>
      <TextInput
        label={t`Link below it`}
        placeholder={t`To our website`}
        maxLength={40}
        value={typed.text}
        onChange={(event) => set({ ...typed, text: event.currentTarget.value })}
      />
      <TextInput
        id={aboutId('thanks_link')}
        label={t`Its address`}
        placeholder="https://"
        maxLength={1000}
        value={typed.url}
        error={
          gaps.find((gap) => gap.id === aboutId('thanks_link'))?.message ??
          (bad || half ? t`A link needs words and an address that begins with https://` : undefined)
        }
        onChange={(event) => set({ ...typed, url: event.currentTarget.value })}
      />
    </div>
  )
}

function About({ draft, gaps, onMended }: { draft: Draft; gaps: readonly Gap[]; onMended: (id: string) => void }) {
  const { t } = useLingui()
  const { definition } = draft
  const said = (field: string) => gaps.find((gap) => gap.id === aboutId(field))?.message
  return (
    <Card>
      <CardBody>
        <div className={css.pair}>
          <TextInput
            id={aboutId('name')}
            label={t`Name`}
            description={t`For you; respondents don’t see it.`}
            maxLength={200}
            value={draft.content.name}
            error={draft.content.name.trim() ? said('name') : t`Give the survey a name`}
            onChange={(event) => {
              onMended(aboutId('name'))
              draft.rename(event.currentTarget.value)
            }}
          />
          <TextInput
            id={aboutId('touch_point')}
            label={t`Touch point`}
            description={t`What the answers are about, such as “call”. Made if it is new.`}
            maxLength={64}
            value={definition.touch_point ?? ''}
            error={said('touch_point')}
            onChange={(event) => {
              onMended(aboutId('touch_point'))
              const key = event.currentTarget.value.toLowerCase().replace(/[^a-z0-9_-]+/g, '-')
              draft.edit((now) => ({ ...now, touch_point: key || undefined }))
            }}
          />
        </div>
        <details className={css.more} open={definition.intro ? true : undefined}>
          <summary className="link">
            <Trans>Introduction and language</Trans>
          </summary>
          <div className="stack" style={{ gap: 12, paddingTop: 8 }}>
            <Textarea
              id={aboutId('intro')}
              label={t`Introduction`}
              description={t`Said above the questions`}
              autosize
              minRows={1}
              maxLength={2000}
              value={definition.intro ?? ''}
              onChange={(event) => {
                const intro = event.currentTarget.value
                draft.edit((now) => ({ ...now, intro: intro || undefined }))
              }}
            />
            <TextInput
              id={aboutId('language')}
              label={t`Language`}
              description={t`Of your texts: en, de, pt-BR …`}
              maxLength={35}
              value={definition.language ?? ''}
              error={said('language')}
              onChange={(event) => {
                onMended(aboutId('language'))
                const language = event.currentTarget.value.trim()
                draft.edit((now) => ({ ...now, language: language || undefined }))
              }}
            />
          </div>
        </details>
      </CardBody>
    </Card>
  )
}
