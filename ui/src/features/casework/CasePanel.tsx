import { useLingui } from '@lingui/react/macro'
import { useEffect } from 'react'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Letterhead } from '../../components/layout/Letterhead'
import { PageHeader } from '../../components/layout/PageHeader'
import { usePhone } from '../../components/usePhone'
import { useMay } from '../../core/session'
import { AskedAgain } from './AskedAgain'
import { Beside } from './Beside'
import { CaseComposer } from './CaseComposer'
import { type CaseDeed, CaseHead } from './CaseHead'
import { Commitments } from './Commitments'
import { CustomerSide } from './CustomerSide'
import css from './casework.module.css'
import { MergedAway } from './MergedAway'
import type { Deed } from './moves'
import { type Case, useCase } from './queries'
import { WaitingLetters } from './ReplyLine'
import { SignalBox } from './SignalBox'
import { Story } from './Story'

/** The open case and, beside it, the customer. */
export function CasePanel({
  id,
  back,
  link,
  onStep,
  onBegin,
}: {
  id: string
  back: { label: string; href: string }
  link: (id: string) => string
  onStep: (of: Case, deed: Deed) => void
  onBegin: (kind: CaseDeed, of: Case) => void
}) {
  const { t } = useLingui()
  const phone = usePhone()
  const may = useMay('case.write')
  const found = useCase(id)
  const file = found.data
  const title = file ? `${file.ref} · ${file.title}` : ''
  useEffect(() => {
    if (!title) return
    const before = document.title
    document.title = `${title} · Touchstone`
    return () => {
      document.title = before
    }
  }, [title])
  return (
    <>
      <article className={css.case} aria-label={file ? file.ref : t`Case`}>
        {phone ? <PageHeader title={file?.ref ?? t`Case`} crumb={back} /> : <Letterhead />}
        {file ? (
          <>
            <CaseHead of={file} may={may} onStep={onStep} onBegin={onBegin} />
            <div className={css.scroll}>
              {file.merged_into && <MergedAway of={file} link={link} may={may} />}
              <Commitments of={file} may={may} />
              <SignalBox of={file} />
              <Story of={file} />
              <WaitingLetters of={file.id} />
            </div>
            {may && !file.merged_into && <CaseComposer of={file} />}
          </>
        ) : found.isError ? (
          <ErrorState error={found.error} title={t`The case could not be fetched.`} onRetry={() => found.refetch()} />
        ) : (
          <LoadingRows rows={6} />
        )}
      </article>
      <aside className={css.side} aria-label={t`Customer`}>
        {file && <AskedAgain of={file.id} />}
        {file && <CustomerSide of={file} link={link} />}
        {file && <Beside of={file} link={link} may={may} />}
      </aside>
    </>
  )
}
