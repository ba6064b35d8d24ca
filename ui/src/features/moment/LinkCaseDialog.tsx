import { Trans, useLingui } from '@lingui/react/macro'
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { SegmentedControl } from '../../components/SegmentedControl'
import { type MomentFile, useCasesAt, useMomentCalls } from './queries'

/** Links a case as a critical incident. */
export function LinkCaseDialog({ of, onClose }: { of: MomentFile; onClose: () => void }) {
  const { t } = useLingui()
  const calls = useMomentCalls()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, 250)
  const found = useCasesAt(search, true)
  const cases = (found.data ?? []).filter((k) => !k.touch_point || k.touch_point.key === of.touch_point)
  const form = useForm({
    id: 'link',
    initial: { case: null as string | null, kind: 'failure' as 'failure' | 'delight' },
    labels: { case: t`Case`, kind: t`What it was` },
    check: (v) => ({ case: v.case ? undefined : t`Choose a case` }),
    send: async (v) => {
      await calls.link.mutateAsync({ id: of.id, body: { case: v.case ?? '', kind: v.kind } })
      onClose()
    },
  })
  return (
    <FormDialog title={t`Link a case`} deed={t`Link`} form={form} onClose={onClose}>
      <Select
        label={form.labels.case}
        description={t`By its number, its title or the customer’s name`}
        data={cases.map((k) => ({ value: k.id, label: `${k.ref} ${k.title}` }))}
        searchable
        searchValue={typed}
        onSearchChange={setTyped}
        filter={({ options }) => options}
        data-autofocus
        nothingFoundMessage={t`No case at this touch point`}
        {...form.control('case')}
      />
      <SegmentedControl
        label={form.labels.kind}
        value={form.values.kind}
        onChange={(kind) => form.set({ kind })}
        options={[
          { value: 'failure', label: t`Failure` },
          { value: 'delight', label: t`Delight` },
        ]}
      />
      <p className="muted small">
        <Trans>Cases of other touch points aren’t offered.</Trans>
      </p>
    </FormDialog>
  )
}
