import { Trans, useLingui } from '@lingui/react/macro'
import { Modal, MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { Notice } from '../../components/feedback/ErrorState'
import { useToasts } from '../../components/feedback/Toasts'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { useReturnFocus } from '../../components/useReturnFocus'
import { useTouchPoints, useUnits } from '../../core/organisation'
import { explain } from '../../words/problems'
import { type Process, type ProcessInput, usePromiseCalls } from './queries'

/** One process: what is done, by whom, and at which touch points customers meet it. */
export function ProcessDialog({
  of: shown,
  name = '',
  may,
  onClose,
  onMade,
}: {
  of?: Process
  /** What a new one is called to begin with. */
  name?: string
  may: boolean
  onClose: () => void
  onMade?: (made: Process) => void
}) {
  useReturnFocus()
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = usePromiseCalls()
  const points = useTouchPoints().data ?? []
  const units = useUnits().data ?? []
  // What was there when it was opened: somebody else's change is refused when it is sent, and said.
  const [of] = useState(shown)
  const form = useForm({
    id: 'process',
    initial: {
      name: of?.name ?? name,
      what: of?.what ?? '',
      unit: (of?.unit ?? null) as string | null,
      touch_points: of?.touch_points ?? ([] as string[]),
    },
    labels: { name: t`Name`, what: t`What is done`, unit: t`Run by`, touch_points: t`Touch points that it delivers` },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it a name` }),
    send: async (v) => {
      const body: ProcessInput = {
        name: v.name.trim(),
        what: v.what.trim() || undefined,
        unit: v.unit || undefined,
        touch_points: v.touch_points,
      }
      try {
        if (of) await calls.editProcess.mutateAsync({ id: of.id, version: of.version, body })
        else onMade?.(await calls.addProcess.mutateAsync(body))
      } catch (error) {
        if (asProblem(error)?.status === 412) setStale(true)
        throw error
      }
      const saved = body.name
      toasts.show(of ? t`${saved} is saved` : t`${saved} is added`)
      onClose()
    },
  })
  const [stale, setStale] = useState(false)
  const remove = () => {
    if (!of) return
    const { name: gone, what, unit, touch_points } = of
    calls.removeProcess.mutate(of.id, {
      onSuccess: () => {
        onClose()
        toasts.show(t`${gone} is deleted`, {
          undo: () =>
            void calls.addProcess
              .mutateAsync({ name: gone, what, unit, touch_points })
              .catch((error) => void toasts.show(explain(i18n, error), { tone: 'failed' })),
        })
      },
      onError: (error) => void toasts.show(explain(i18n, error), { tone: 'failed' }),
    })
  }
  const title = of ? of.name : t`Add a process`
  return (
    <Modal opened onClose={onClose} title={title} size={560} withCloseButton={false}>
      <FormFrame
        form={form}
        name={title}
        actions={
          <>
            {may && (
              <Button kind="primary" type="submit" busy={form.busy}>
                {of ? <Trans>Save</Trans> : <Trans>Add</Trans>}
              </Button>
            )}
            <Button onClick={onClose}>{may ? <Trans>Cancel</Trans> : <Trans>Close</Trans>}</Button>
            <span className="grow" />
            {of && may && (
              <Button kind="quiet" icon="trash" busy={calls.removeProcess.isPending} onClick={remove}>
                <Trans>Delete</Trans>
              </Button>
            )}
          </>
        }
      >
        {stale && shown && (
          <Notice tone="soon" icon="warning">
            <Trans>Somebody changed it meanwhile. Copy what you wrote, close this and open it again.</Trans>
          </Notice>
        )}
        <fieldset disabled={!may} className="stack" style={{ gap: 12 }}>
          <TextInput label={form.labels.name} maxLength={120} data-autofocus {...form.field('name')} />
          <Textarea
            label={form.labels.what}
            description={t`By whom, in which order`}
            autosize
            minRows={2}
            maxRows={10}
            maxLength={2000}
            {...form.field('what')}
          />
          <MultiSelect
            label={form.labels.touch_points}
            data={points.map((p) => ({ value: p.key, label: p.name }))}
            searchable
            disabled={!may}
            nothingFoundMessage={t`No touch point is called that`}
            {...form.control('touch_points')}
          />
          <Select
            label={form.labels.unit}
            data={units.map((u) => ({ value: u.id, label: u.name }))}
            searchable
            clearable
            disabled={!may}
            nothingFoundMessage={t`No unit is called that`}
            {...form.control('unit')}
          />
        </fieldset>
      </FormFrame>
    </Modal>
  )
}
