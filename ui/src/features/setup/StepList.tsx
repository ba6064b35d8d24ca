import { useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Icon } from '../../components/Icon'
import { answered, type Step, steps } from './choices'
import type { Answers } from './queries'
import css from './setup.module.css'
import { useStepWords } from './words'

/** Where one is, and which questions have an answer; each leads to its step. */
export function StepList({ now, answers }: { now: Step; answers: Answers }) {
  const { t } = useLingui()
  const words = useStepWords()
  return (
    <nav aria-label={t`Steps`}>
      <ol className={css.steps}>
        {steps.map((step, at) => {
          const done = answered(answers, step)
          return (
            <li key={step} data-now={step === now ? '' : undefined}>
              <AppLink href={`/setup/guide?step=${step}`} aria-current={step === now ? 'step' : undefined}>
                <span className={css.ball} data-done={done ? '' : undefined}>
                  {done ? <Icon name="check" small /> : at + 1}
                </span>
                <span className={css.stepName}>{words[step]}</span>
                {done && <span className="vh">{t`answered`}</span>}
              </AppLink>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
