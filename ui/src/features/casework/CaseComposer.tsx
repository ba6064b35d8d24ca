import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { SegmentedControl } from '../../components/SegmentedControl'
import { Composer } from './Composer'
import css from './casework.module.css'
import { LetterComposer } from './LetterComposer'
import type { CaseFile } from './queries'
import { ReceivedComposer } from './ReceivedComposer'

type Way = 'note' | 'letter' | 'received'
const kept = 'touchstone-composer'

/** What is written about a case: a note for colleagues, a letter to the customer, or what the customer answered. */
export function CaseComposer({ of }: { of: CaseFile }) {
  const { t } = useLingui()
  const [way, setWay] = useState<Way>(() => (sessionStorage.getItem(kept) as Way | null) ?? 'note')
  const choose = (next: Way) => {
    sessionStorage.setItem(kept, next)
    setWay(next)
  }
  return (
    <>
      <div className={`${css.ways} no-print`}>
        <SegmentedControl
          label={t`What to write`}
          value={way}
          options={[
            { value: 'note', label: t`Note` },
            { value: 'letter', label: t`Reply to the customer` },
            { value: 'received', label: t`They answered` },
          ]}
          onChange={choose}
        />
      </div>
      {way === 'note' && <Composer key={of.id} of={of} />}
      {way === 'letter' && <LetterComposer key={of.id} of={of} />}
      {way === 'received' && <ReceivedComposer key={of.id} of={of} onDone={() => choose('note')} />}
    </>
  )
}
