import { useLingui } from '@lingui/react/macro'
import { Autocomplete, Select, Textarea, TextInput } from '@mantine/core'
import { FieldRow } from '../../components/form/FormFrame'
import { useMembers } from '../../core/organisation'
import { useSession } from '../../core/session'
import { type Content, fieldId } from './draft'
import { usePromises, useSegments } from './queries'
import type { Draft } from './useDraft'

/** What is promised, to whom, by which brand, and who answers for it. */
export function Heading({
  content,
  errors,
  edit,
}: {
  content: Content
  errors: Record<string, string>
  edit: Draft['edit']
}) {
  const { t } = useLingui()
  const own = useSession().data?.organisation?.name ?? ''
  const members = useMembers().data ?? []
  const segments = useSegments().data ?? []
  const brands = [...new Set((usePromises().data ?? []).map((p) => p.brand ?? '').filter(Boolean))]
  const set = (patch: Partial<Content>) => edit((now) => ({ ...now, ...patch }))
  const field = (f: string) => ({ id: fieldId(f), error: errors[fieldId(f)] })
  const listed = members.filter((m) => m.active || m.id === content.owner)
  return (
    <div className="stack" style={{ gap: 12 }}>
      <Textarea
        label={t`What is promised`}
        description={t`As customers would say it`}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={2000}
        styles={{ input: { fontSize: 'var(--t-xl)', lineHeight: '24px' } }}
        {...field('text')}
        value={content.text}
        onChange={(e) => set({ text: e.currentTarget.value })}
      />
      <FieldRow>
        <Autocomplete
          label={t`To whom`}
          description={t`A segment of customers; empty is all of them`}
          data={segments.map((s) => s.name)}
          maxLength={80}
          {...field('segment')}
          value={content.segment}
          onChange={(segment) => set({ segment })}
        />
        <Autocomplete
          label={t`Brand`}
          description={t`Empty is ${own} itself`}
          data={brands}
          maxLength={80}
          {...field('brand')}
          value={content.brand}
          onChange={(brand) => set({ brand })}
        />
      </FieldRow>
      {listed.length > 0 ? (
        <Select
          label={t`Who answers for it`}
          data={listed.map((m) => ({ value: m.id, label: m.name }))}
          searchable
          clearable
          nothingFoundMessage={t`Nobody is called that`}
          {...field('owner')}
          value={content.owner || null}
          onChange={(owner) => set({ owner: owner ?? '' })}
        />
      ) : (
        <TextInput label={t`Who answers for it`} disabled {...field('owner')} value="" />
      )}
    </div>
  )
}
