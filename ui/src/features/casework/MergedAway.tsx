import { Trans, useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { useToasts } from '../../components/feedback/Toasts'
import { explain } from '../../words/problems'
import css from './beside.module.css'
import { useBesideCalls } from './beside-queries'
import type { CaseFile } from './queries'

/** Said on a case that was merged into another: where its story goes on, and the way back. */
export function MergedAway({ of, link, may }: { of: CaseFile; link: (id: string) => string; may: boolean }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useBesideCalls()
  const into = of.merged_into
  if (!into) return null
  const { ref, title } = into
  const back = async () => {
    try {
      await calls.unmerge(of.id)
      await calls.again(into.id)
      toasts.show(t`The merge is taken back`)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  return (
    <div className={css.merged}>
      <Notice>
        <Trans>
          Merged into{' '}
          <AppLink className={`link strong ${css.inline}`} href={link(into.id)}>
            {ref}, {title}
          </AppLink>
          , where the story of both goes on.
        </Trans>
      </Notice>
      {may && (
        <Button icon="undo" onClick={() => void back()}>
          {t`Take the merge back`}
        </Button>
      )}
    </div>
  )
}
