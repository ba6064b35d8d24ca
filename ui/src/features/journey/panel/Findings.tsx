import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { AppLink } from '../../../components/AppLink'
import { Button } from '../../../components/Button'
import { useToasts } from '../../../components/feedback/Toasts'
import { FormDialog } from '../../../components/form/FormDialog'
import { useForm } from '../../../components/form/useForm'
import { Icon } from '../../../components/Icon'
import { explain } from '../../../words/problems'
import { useMapDeeds } from '../map/deeds'
import { itemOf } from '../map/grid'
import type { MapStore, Shown } from '../map/store'
import { type Finding, useJourneyCalls } from '../queries'
import css from './panel.module.css'

type Props = { store: MapStore; shown: Shown; editable: boolean }

/** The rules that one part breaks; nothing while it breaks none. */
export function Findings({ of, store, shown, editable }: Props & { of: string }) {
  const here = shown.findings.filter((f) => (f.card ?? f.stage) === of && !f.waived)
  if (here.length === 0) return null
  return (
    <ul>
      {here.map((f) => (
        <FindingLine key={findingKey(f)} of={f} store={store} shown={shown} editable={editable} within />
      ))}
    </ul>
  )
}

export const findingKey = (f: Finding): string => `${f.rule}|${f.card ?? ''}|${f.stage ?? ''}|${f.text}`

/** A broken rule: its sentence, the way to the part, what mends it, or a signature that it doesn't hold here. */
export function FindingLine({
  of,
  store,
  shown,
  editable,
  within,
}: Props & { of: Finding /** The part is what is looked at already. */; within?: boolean }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const deeds = useMapDeeds()
  const calls = useJourneyCalls()
  const [signing, setSigning] = useState(false)
  const part = of.card ?? of.stage
  const item = of.card ? itemOf.card(of.card) : of.stage ? itemOf.stage(of.stage) : undefined
  const card = shown.map.cards.find((c) => c.id === of.card)
  const mend = () => {
    const back = store.edit(of.edits ?? [], { on: part })
    toasts.show(t`Mended`, { undo: () => void back() })
  }
  const back = () =>
    calls.waive.mutate(
      { id: shown.journey.id, rule: of.rule, on: part, reason: '' },
      {
        onSuccess: (journey) => store.adopt(journey),
        onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }),
      },
    )
  const settled = Boolean(of.waived)
  return (
    <li className={css.finding}>
      <p className={settled ? 'muted' : undefined}>
        <span className={settled ? 'muted' : of.blocks ? 'worse' : 'soon'}>
          <Icon name={settled ? 'check' : 'warning'} small />
        </span>
        <span>
          {of.text}{' '}
          {!settled && <span className="muted small">{of.blocks ? t`Nothing is published before.` : t`A hint.`}</span>}
        </span>
      </p>
      {settled ? (
        <p className="small second">
          <Trans>Signed by {of.waived}</Trans>
        </p>
      ) : (
        <p className="small second">{of.mend}</p>
      )}
      <span className="row wrap">
        {of.rule === 'promise_in_force' && (
          <AppLink className="link" href="/promise">
            <Trans>Go to the promise</Trans>
          </AppLink>
        )}
        {!within && item && (
          <Button kind="quiet" onClick={() => deeds.open(item)}>
            <Trans>Show it</Trans>
          </Button>
        )}
        {!within && !item && (of.rule === 'two_functions' || of.rule === 'four_questions') && (
          <Button kind="quiet" onClick={() => deeds.open('about')}>
            <Trans>Answer it</Trans>
          </Button>
        )}
        {editable && !settled && of.rule === 'one_event' && card && (
          <Button onClick={() => deeds.askSplit(card)}>
            <Trans>Which steps does this take?</Trans>
          </Button>
        )}
        {editable && !settled && (of.edits?.length ?? 0) > 0 && (
          <Button onClick={mend}>
            <Trans>Mend</Trans>
          </Button>
        )}
        {editable && !settled && !['promise_in_force', 'no_stage'].includes(of.rule) && (
          <Button kind="quiet" onClick={() => setSigning(true)}>
            <Trans>Sign an exception</Trans>
          </Button>
        )}
        {editable && settled && (
          <Button kind="quiet" onClick={back}>
            <Trans>Take the exception back</Trans>
          </Button>
        )}
      </span>
      {signing && <SignDialog of={of} store={store} id={shown.journey.id} onClose={() => setSigning(false)} />}
    </li>
  )
}

/** Somebody signs, with a reason, that a rule doesn't hold for a part. */
function SignDialog({ of, store, id, onClose }: { of: Finding; store: MapStore; id: string; onClose: () => void }) {
  const { t } = useLingui()
  const calls = useJourneyCalls()
  const form = useForm({
    id: 'sign-exception',
    initial: { reason: '' },
    labels: { reason: t`Why the rule doesn’t hold here` },
    check: (v) => ({ reason: v.reason.trim() ? undefined : t`Give the reason you sign for` }),
    send: async (v) => {
      await store.flush()
      store.adopt(
        await calls.waive.mutateAsync({ id, rule: of.rule, on: of.card ?? of.stage, reason: v.reason.trim() }),
      )
      onClose()
    },
  })
  return (
    <FormDialog title={t`Sign an exception`} deed={t`Sign it`} form={form} onClose={onClose}>
      <p className="second">{of.text}</p>
      <Textarea
        label={form.labels.reason}
        description={t`Your name and the reason stay with the map`}
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
        {...form.field('reason')}
      />
    </FormDialog>
  )
}
