import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode, Ref } from 'react'
import { Button } from '../../components/Button'
import { Card, CardBody } from '../../components/layout/Page'
import { ChannelsStep, IndustryStep } from './ChoiceSteps'
import { type Step, steps } from './choices'
import { PromisesStep } from './PromisesStep'
import type { State } from './queries'
import { SaveLine, SaveTrouble } from './SaveLine'
import { SizeStep } from './SizeStep'
import css from './setup.module.css'
import type { AnswersDraft } from './useAnswersDraft'

/** One of the four questions, with the way back and on. */
export function AnswerSteps({
  step,
  draft,
  topics,
  heading,
  onStep,
}: {
  step: Exclude<Step, 'proposal'>
  draft: AnswersDraft
  topics: State['topics']
  heading: Ref<HTMLHeadingElement>
  onStep: (to: Step) => void
}) {
  const { t } = useLingui()
  const at = steps.indexOf(step)
  const [before, next] = [steps[at - 1], steps[at + 1]]
  const asked: Record<typeof step, { question: string; lead: ReactNode; field: ReactNode }> = {
    industry: {
      question: t`What does your organisation do?`,
      lead: <Trans>The touch points that are usual there will be proposed.</Trans>,
      field: <IndustryStep draft={draft} />,
    },
    promises: {
      question: t`What do you promise your customers?`,
      lead: (
        <Trans>
          In the words that customers hear. Each promise is measured where it is kept or broken; choose the few that
          matter most. Leave it open if you promise nothing yet.
        </Trans>
      ),
      field: <PromisesStep draft={draft} topics={topics} />,
    },
    channels: {
      question: t`How do you meet your customers?`,
      lead: <Trans>Only touch points on these channels will be proposed.</Trans>,
      field: <ChannelsStep draft={draft} />,
    },
    size: {
      question: t`How large are you?`,
      lead: <Trans>Roughly is good enough, and whatever you leave open isn’t guessed.</Trans>,
      field: <SizeStep draft={draft} />,
    },
  }
  const on = async () => {
    if (next && (await draft.flush())) onStep(next)
  }
  return (
    <Card>
      <CardBody>
        <form
          className={css.step}
          aria-labelledby="setup-question"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void on()
          }}
        >
          <div>
            <h2 ref={heading} tabIndex={-1} id="setup-question" className={css.question}>
              {asked[step].question}
            </h2>
            <p className="second">{asked[step].lead}</p>
          </div>
          {asked[step].field}
          <SaveTrouble draft={draft} />
          <div className="row wrap">
            {before && <Button onClick={() => onStep(before)}>{t`Back`}</Button>}
            <span className="grow" />
            <SaveLine draft={draft} />
            <Button kind="primary" type="submit">
              {next === 'proposal' ? t`See the proposal` : t`Next`}
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  )
}
