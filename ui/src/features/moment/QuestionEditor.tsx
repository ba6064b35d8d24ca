import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { Button } from '../../components/Button'
import css from './moment.module.css'

export type QuestionForm = { key: string; text: string; options: string[]; right: number }

/** One question with its options, of which one is right. */
export function QuestionEditor({
  of,
  at,
  onChange,
  onRemove,
}: {
  of: QuestionForm
  at: number
  onChange: (patch: Partial<QuestionForm>) => void
  onRemove: () => void
}) {
  const { t } = useLingui()
  const number = at + 1
  return (
    <fieldset className={css.question}>
      <legend className="vh">{t`Question ${number}`}</legend>
      <div className={css.line}>
        <TextInput
          label={t`Question ${number}`}
          maxLength={400}
          value={of.text}
          onChange={(e) => onChange({ text: e.currentTarget.value })}
        />
        <span style={{ alignSelf: 'end' }}>
          <Button kind="quiet" square icon="trash" onClick={onRemove}>
            {t`Remove question ${number}`}
          </Button>
        </span>
      </div>
      <p className="muted small">
        <Trans>Mark the option that is right.</Trans>
      </p>
      {of.options.map((option, i) => {
        const place = i + 1
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: options have nothing else that stays, and never change places
          <div key={i} className={css.option}>
            <input
              type="radio"
              name={`right-${of.key}`}
              aria-label={t`Option ${place} of question ${number} is right`}
              checked={of.right === i}
              onChange={() => onChange({ right: i })}
            />
            <TextInput
              style={{ flex: 1 }}
              aria-label={t`Option ${place} of question ${number}`}
              maxLength={300}
              value={option}
              onChange={(e) => onChange({ options: of.options.map((o, k) => (k === i ? e.currentTarget.value : o)) })}
            />
          </div>
        )
      })}
      {of.options.length < 8 && (
        <div>
          <Button kind="quiet" icon="plus" onClick={() => onChange({ options: [...of.options, ''] })}>
            <Trans>Add an option</Trans>
          </Button>
        </div>
      )}
    </fieldset>
  )
}
