import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, Textarea } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { Menu } from '../../components/Menu'
import { change, chooses, type Question, questionsOf, settle } from './definition'
import { OptionsEditor } from './OptionsEditor'
import { fieldId, type Gap } from './places'
import { QuestionMore } from './QuestionMore'
import { ShowEditor } from './ShowEditor'
import css from './survey.module.css'
import type { Draft } from './useDraft'
import { useDragged } from './useDragged'
import { useKindWords } from './words'

/** One question and everything about it. Alt and an arrow move it. */
export function QuestionCard({
  question,
  number,
  last,
  draft,
  gaps,
  onMended,
  onMove,
  onMoveTo,
  onRemove,
  onDuplicate,
}: {
  question: Question
  number: number
  last: boolean
  draft: Draft
  gaps: readonly Gap[]
  onMended: (id: string) => void
  onMove: (steps: number) => void
  onMoveTo: (at: number) => void
  onRemove: () => void
  onDuplicate: () => void
}) {
  const { t } = useLingui()
  const words = useKindWords()
  const id = (field: string) => fieldId(question.key, field)
  const said = (field: string) => gaps.find((gap) => gap.id === id(field))?.message
  const set = (field: string, patch: Partial<Question>) => {
    onMended(id(field))
    draft.edit((now) => change(now, question.key, patch))
  }
  const drag = useDragged(question.key, number - 1)
  const places = questionsOf(draft.definition).map((_, at) => at + 1)
  const settled = () => draft.edit((now) => settle(now, question.key))
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    onMove(event.key === 'ArrowUp' ? -1 : 1)
  }
  return (
    <section
      ref={drag.card}
      className={css.question}
      aria-label={t`Question ${number}`}
      data-dragged={drag.dragged || undefined}
      data-over={drag.over}
      onKeyDown={onKeyDown}
    >
      <div className={css.questionHead}>
        <span ref={drag.handle} className={css.handle} title={t`Drag to move`} aria-hidden="true">
          <Icon name="drag" />
        </span>
        <span className={css.number}>{number}</span>
        <span className="second small grow">{words[question.kind]}</span>
        <Button
          id={id('up')}
          kind="quiet"
          square
          icon="up"
          disabled={number === 1}
          title={t`Alt ↑`}
          onClick={() => onMove(-1)}
        >
          {t`Move question ${number} up`}
        </Button>
        <Button
          id={id('down')}
          kind="quiet"
          square
          icon="down"
          disabled={last}
          title={t`Alt ↓`}
          onClick={() => onMove(1)}
        >
          {t`Move question ${number} down`}
        </Button>
        <Menu
          trigger={
            <Button kind="quiet" square icon="more">
              {t`More for question ${number}`}
            </Button>
          }
          entries={[
            { label: t`Duplicate`, icon: 'copy', onSelect: onDuplicate },
            { kind: 'label', label: t`Move to` },
            ...places
              .filter((place) => place !== number)
              .map((place) => ({
                label: place === 1 ? t`1, the first` : place === places.length ? t`${place}, the last` : String(place),
                onSelect: () => onMoveTo(place - 1),
              })),
            { kind: 'divider' },
            { label: t`Remove`, icon: 'trash', onSelect: onRemove },
          ]}
        />
      </div>
      <div className={css.fields}>
        <Textarea
          id={id('text')}
          aria-label={question.kind === 'statement' ? t`Statement` : t`Words of question ${number}`}
          autosize
          minRows={1}
          maxLength={500}
          placeholder={question.kind === 'statement' ? t`What you want to say` : t`What you want to ask`}
          value={question.text}
          error={said('text')}
          onBlur={settled}
          onChange={(event) => set('text', { text: event.currentTarget.value })}
        />
        {chooses(question) && (
          <OptionsEditor
            question={question}
            gaps={gaps}
            onMended={onMended}
            onSettled={settled}
            onChange={(options) => set('add-option', { options })}
          />
        )}
        {question.kind !== 'statement' && (
          <div className={css.foot}>
            <Checkbox
              size="xs"
              label={t`Required`}
              checked={question.required ?? false}
              onChange={(event) => set('required', { required: event.currentTarget.checked || undefined })}
            />
            <details className={css.more}>
              <summary className="link">
                <Trans>More</Trans> <span className="vh">{t`for question ${number}`}</span>
              </summary>
              <QuestionMore question={question} said={said} set={set} />
            </details>
          </div>
        )}
        {number > 1 && (
          <ShowEditor
            definition={draft.definition}
            question={question}
            error={said('show')}
            onChange={(show) => set('show', { show })}
          />
        )}
      </div>
    </section>
  )
}
