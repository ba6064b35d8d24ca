import { useLingui } from '@lingui/react/macro'
import { Autocomplete, Select, Textarea } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useMembers, useTouchPoints } from '../../core/organisation'
import { explain } from '../../words/problems'
import { useMomentCalls, useSegments } from './queries'

/** Nominates a touch point. It is confirmed later, by what customers say. */
export function NominateDialog({ point, onClose }: { point: string; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const calls = useMomentCalls()
  const points = useTouchPoints().data ?? []
  const members = (useMembers().data ?? []).filter((m) => m.active)
  const segments = useSegments().data ?? []
  const form = useForm({
    id: 'nominate',
    initial: { touch_point: (point || null) as string | null, segment: '', why: '', owner: null as string | null },
    labels: {
      touch_point: t`Touch point`,
      segment: t`Whose moment it is`,
      why: t`Why customers decide here`,
      owner: t`Who owns it`,
    },
    check: (v) => ({
      touch_point: v.touch_point ? undefined : t`Choose a touch point`,
      why: v.why.trim() ? undefined : t`Say why customers decide here`,
    }),
    send: async (v) => {
      const made = await calls.nominate.mutateAsync({
        touch_point: v.touch_point ?? '',
        segment: v.segment.trim() || undefined,
        why: v.why.trim(),
        owner: v.owner || undefined,
      })
      onClose()
      void router.navigate({ href: `/moments/${made.id}` })
      const name = made.name
      toasts.show(t`${name} is nominated`, {
        undo: () =>
          void calls.move.mutateAsync({ id: made.id, version: made.version, body: { state: 'retired' } }).then(
            () => router.navigate({ href: '/moments' }),
            (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
          ),
      })
    },
  })
  return (
    <FormDialog title={t`Nominate a touch point`} deed={t`Nominate`} form={form} onClose={onClose} size={560}>
      <Select
        label={form.labels.touch_point}
        data={points.map((p) => ({ value: p.key, label: p.name }))}
        searchable
        data-autofocus={point ? undefined : true}
        nothingFoundMessage={t`No touch point is called that`}
        {...form.control('touch_point')}
      />
      <Textarea
        label={form.labels.why}
        placeholder={t`They wait for our call, and judge us by whether it comes`}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        data-autofocus={point ? true : undefined}
        {...form.field('why')}
      />
      <Autocomplete
        label={form.labels.segment}
        description={t`A segment of customers; empty is all of them`}
        data={segments.map((s) => s.name)}
        maxLength={80}
        {...form.control('segment')}
        onChange={(segment) => form.set({ segment })}
      />
      {members.length > 0 && (
        <Select
          label={form.labels.owner}
          data={members.map((m) => ({ value: m.id, label: m.name }))}
          searchable
          clearable
          nothingFoundMessage={t`Nobody is called that`}
          {...form.control('owner')}
        />
      )}
    </FormDialog>
  )
}
