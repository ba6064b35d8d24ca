import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { Button } from '../../components/Button'
import { newOption, type Option, type Question } from './definition'
import { fieldId, type Gap, goTo } from './places'
import css from './survey.module.css'

const most = 50

/** What can be chosen. Enter in an option adds one below it, Backspace in an empty one takes it away. */
export function OptionsEditor({
  question,
  gaps,
  onMended,
  onSettled,
  onChange,
}: {
  question: Question
  gaps: readonly Gap[]
  onMended: (id: string) => void
  onSettled: () => void
  onChange: (options: Option[]) => void
}) {
  const { t } = useLingui()
  const options = question.options ?? []
  const id = (option: Option) => fieldId(question.key, `option-${option.key}`)
  const add = (at: number) => {
    if (options.length >= most) return
    const option = newOption()
    onChange([...options.slice(0, at), option, ...options.slice(at)])
    setTimeout(() => goTo(id(option)))
  }
  const remove = (at: number) => {
    onChange(options.filter((_, place) => place !== at))
    const next = options[at - 1] ?? options[at + 1]
    setTimeout(() => goTo(next ? id(next) : fieldId(question.key, 'add-option')))
  }
  const rest = gaps.find((gap) => gap.id === fieldId(question.key, 'add-option'))?.message
  return (
    <ol className={css.options} aria-label={t`Options`}>
      {options.map((option, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a key that changes when the words settle would lose the focus
        <li key={at}>
          <span className={css.bullet} data-square={question.kind === 'multiple' || undefined} aria-hidden="true" />
          <TextInput
            id={id(option)}
            className="grow"
            aria-label={t`Option ${at + 1}`}
            placeholder={t`Option ${at + 1}`}
            maxLength={500}
            value={option.text}
            error={gaps.find((gap) => gap.id === id(option))?.message}
            onBlur={onSettled}
            onChange={(event) => {
              const text = event.currentTarget.value
              onMended(id(option))
              onChange(options.map((o, place) => (place === at ? { ...o, text } : o)))
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') {
                event.preventDefault()
                add(at + 1)
              } else if (event.key === 'Backspace' && option.text === '' && options.length > 1) {
                event.preventDefault()
                remove(at)
              }
            }}
          />
          <Button kind="quiet" square icon="close" disabled={options.length <= 1} onClick={() => remove(at)}>
            {t`Remove option ${at + 1}`}
          </Button>
        </li>
      ))}
      <li>
        <Button
          id={fieldId(question.key, 'add-option')}
          kind="quiet"
          icon="plus"
          disabled={options.length >= most}
          onClick={() => add(options.length)}
        >
          <Trans>Add an option</Trans>
        </Button>
        {rest && <span className="worse small">{rest}</span>}
      </li>
    </ol>
  )
}
