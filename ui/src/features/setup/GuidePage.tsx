import { Trans, useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useSearchState } from '../../components/filter/useSearchState'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useMay } from '../../core/session'
import { AnswerSteps } from './AnswerSteps'
import { nothingChosen, type Step, stepFor, steps } from './choices'
import { ProposalStep } from './ProposalStep'
import { type Tagged, useAnswers } from './queries'
import { ResultView } from './ResultView'
import { StepList } from './StepList'
import { useAnswersDraft } from './useAnswersDraft'

/** Four questions, a proposal of which each line can be taken or left, and what came of it. */
export function GuidePage() {
  const { t } = useLingui()
  const may = useMay('setup.write')
  const answers = useAnswers()
  const [get] = useSearchState()
  const run = get('run')
  return (
    <>
      <PageHeader
        title={t`Guided set-up`}
        remark={run ? t`what was made` : t`four questions, then a proposal`}
        actions={
          <ButtonLink kind="quiet" href="/">
            {run ? t`Overview` : t`Skip for now`}
          </ButtonLink>
        }
      />
      <PageBody narrow>
        {!may ? (
          <Card>
            <EmptyState sentence={<Trans>Owners and administrators set the organisation up.</Trans>}>
              <ButtonLink kind="primary" href="/">
                <Trans>Go to the Overview</Trans>
              </ButtonLink>
            </EmptyState>
          </Card>
        ) : run ? (
          <ResultView id={run} />
        ) : answers.isError ? (
          <Card>
            <ErrorState
              error={answers.error}
              title={t`The answers could not be fetched.`}
              onRetry={() => answers.refetch()}
            />
          </Card>
        ) : answers.isPending ? (
          <Card>
            <LoadingRows rows={6} />
          </Card>
        ) : (
          <Guide stored={answers.data} />
        )}
      </PageBody>
    </>
  )
}

function Guide({ stored }: { stored: Tagged }) {
  const router = useRouter()
  const draft = useAnswersDraft(stored)
  const [get] = useSearchState()
  const [begin] = useState(() => stepFor(draft.answers))
  const step = steps.find((one) => one === get('step')) ?? begin
  // Kept while somebody goes back to a question and returns.
  const [choices, setChoices] = useState(nothingChosen)
  const heading = useStepFocus(step)
  const go = (to: Step) => void router.navigate({ href: `/setup/guide?step=${to}` })
  return (
    <>
      <StepList now={step} answers={draft.answers} />
      {step === 'proposal' ? (
        <ProposalStep draft={draft} choices={choices} onChoices={setChoices} heading={heading} onStep={go} />
      ) : (
        <AnswerSteps step={step} draft={draft} topics={stored.data.topics} heading={heading} onStep={go} />
      )}
    </>
  )
}

/** After a change of step the focus goes to its heading, so that a screen reader reads on from there. */
function useStepFocus(step: Step) {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current === step) return
    before.current = step
    heading.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [step])
  return heading
}
