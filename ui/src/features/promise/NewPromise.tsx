import { Trans, useLingui } from '@lingui/react/macro'
import { Autocomplete, Textarea } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { explain } from '../../words/problems'
import { newTenet } from './draft'
import { usePromiseCalls, useSaid, useSegments } from './queries'

/** Begins a draft: the sentence, and to whom. The rest is written in the editor. */
export function NewPromise({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const router = useRouter()
  const calls = usePromiseCalls()
  const segments = useSegments().data ?? []
  const form = useForm({
    id: 'new-promise',
    initial: { text: '', segment: '' },
    labels: { text: t`What is promised`, segment: t`To whom` },
    check: (v) => ({ text: v.text.trim() ? undefined : t`Say what is promised` }),
    send: async (v) => {
      const made = await calls.create.mutateAsync({
        text: v.text.trim(),
        segment: v.segment.trim() || undefined,
        tenets: [],
      })
      await router.navigate({ href: `/promise/${made.id}/edit` })
    },
  })
  return (
    <FormDialog title={t`Draft a promise`} deed={t`Draft it`} form={form} size={560} onClose={onClose}>
      <Textarea
        label={form.labels.text}
        description={t`As customers would say it`}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        data-autofocus
        {...form.field('text')}
      />
      <Autocomplete
        label={form.labels.segment}
        description={t`A segment of customers; empty is all of them`}
        data={segments.map((s) => s.name)}
        maxLength={80}
        {...form.control('segment')}
        onChange={(segment) => form.set({ segment })}
      />
    </FormDialog>
  )
}

/** A draft from the promises of the guided set-up, each a tenet whose behaviour is still to be said. */
export function BeginWithSaid() {
  const { i18n } = useLingui()
  const said = useSaid().data ?? []
  const router = useRouter()
  const toasts = useToasts()
  const calls = usePromiseCalls()
  if (said.length === 0) return null
  const begin = () =>
    calls.create.mutate(
      { text: said.join(' '), tenets: said.map((name) => ({ ...newTenet(), name: name.slice(0, 120) })) },
      {
        onSuccess: (made) => void router.navigate({ href: `/promise/${made.id}/edit` }),
        onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }),
      },
    )
  return (
    <Button busy={calls.create.isPending} onClick={begin}>
      <Trans>Begin with what you said in the set-up</Trans>
    </Button>
  )
}
