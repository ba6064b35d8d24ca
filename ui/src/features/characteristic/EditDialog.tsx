import { Trans, useLingui } from '@lingui/react/macro'
import { NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useMetrics } from '../../core/metrics'
import css from './characteristic.module.css'
import { type Binding, type Characteristic, useDeeds } from './queries'

type Draft = Partial<Binding> & { metric: string }

/** What measures a characteristic; of one's own also what it means. */
export function EditDialog({
  of,
  onClose,
  onMade,
}: {
  of?: Characteristic
  onClose: () => void
  onMade?: (key: string) => void
}) {
  const { t } = useLingui()
  const toasts = useToasts()
  const metrics = useMetrics().data ?? []
  const { add, edit } = useDeeds()
  const form = useForm({
    id: 'characteristic',
    initial: {
      name: of?.name ?? '',
      definition: of?.definition ?? '',
      nuance: of?.nuance ?? '',
      target: (of?.target ?? '') as number | string,
      bindings: (of?.bindings ?? []) as Draft[],
    },
    labels: {
      name: t`Name`,
      definition: t`What it means`,
      nuance: t`What is easily got wrong`,
      target: t`Target, 0 to 100`,
      bindings: t`Metrics`,
    },
    check: (v) => ({ name: v.name.trim() ? undefined : t`Give it a name` }),
    send: async (v) => {
      const body = {
        name: v.name.trim(),
        definition: v.definition.trim(),
        nuance: v.nuance.trim(),
        target: v.target === '' ? undefined : Number(v.target),
        bindings: v.bindings as Binding[],
      }
      const made = of ? await edit.mutateAsync({ key: of.key, version: of.version, body }) : await add.mutateAsync(body)
      const { name } = made
      toasts.show(of ? t`${name} is saved` : t`${name} is added`)
      onMade?.(made.key)
      onClose()
    },
  })
  const { bindings } = form.values
  const set = (at: number, patch: Partial<Draft> | null) =>
    form.set({
      bindings:
        patch === null
          ? bindings.toSpliced(at, 1)
          : bindings.toSpliced(at, 1, { ...(bindings[at] as Draft), ...patch }),
    })
  const number = (v: number | string) => (v === '' ? undefined : Number(v))
  const open = metrics.filter((m) => !bindings.some((b) => b.metric === m.key))
  const proposed = (of?.proposed ?? []).filter((key) => open.some((m) => m.key === key))
  const take = (metric: string) => form.set({ bindings: [...bindings, { metric }] })
  return (
    <FormDialog
      title={of ? t`What measures ${of.name}` : t`A characteristic of your own`}
      deed={t`Save`}
      form={form}
      onClose={onClose}
      size={560}
    >
      {of?.standard && (
        // The focus begins here: on the list of metrics it would open over what is proposed.
        <p className="second" tabIndex={-1} data-autofocus style={{ margin: 0, outline: 'none' }}>
          {of.definition} {of.nuance}
        </p>
      )}
      {!of?.standard && (
        <>
          <TextInput label={form.labels.name} {...form.field('name')} maxLength={60} data-autofocus />
          <Textarea label={form.labels.definition} {...form.field('definition')} maxLength={600} autosize minRows={2} />
          <Textarea label={form.labels.nuance} {...form.field('nuance')} maxLength={600} autosize minRows={1} />
        </>
      )}
      {bindings.map((b, at) => {
        const metric = metrics.find((m) => m.key === b.metric)
        const name = metric?.name ?? b.metric
        const share = metric?.unit === '%'
        const way = b.way ?? (share ? 'share' : 'scaled')
        return (
          <fieldset key={b.metric} className={css.binding}>
            <legend>{name}</legend>
            <div className={css.two}>
              <Select
                label={t`Taken as`}
                data={[
                  ...(share ? [{ value: 'share', label: t`its share in %` }] : []),
                  { value: 'scaled', label: t`its mean, scaled` },
                  { value: 'of_all', label: t`a part of another` },
                ]}
                value={way}
                allowDeselect={false}
                onChange={(next) => set(at, { way: next as Binding['way'] })}
              />
              <TextInput
                label={t`What part`}
                placeholder={t`facts told, actions done …`}
                value={b.part ?? ''}
                onChange={(e) => set(at, { part: e.currentTarget.value })}
                maxLength={60}
              />
              {way === 'of_all' && (
                <Select
                  label={t`Of all`}
                  data={metrics.filter((m) => m.key !== b.metric).map((m) => ({ value: m.key, label: m.name }))}
                  value={b.of ?? null}
                  searchable
                  onChange={(of) => set(at, { of: of ?? undefined })}
                />
              )}
              {way === 'scaled' && (
                <>
                  <NumberInput
                    label={t`Worth 0`}
                    placeholder={String((metric?.direction === 'down' ? metric.max : metric?.min) ?? '')}
                    value={b.zero ?? ''}
                    onChange={(v) => set(at, { zero: number(v) })}
                  />
                  <NumberInput
                    label={t`Worth 100`}
                    placeholder={String((metric?.direction === 'down' ? metric.min : metric?.max) ?? '')}
                    value={b.hundred ?? ''}
                    onChange={(v) => set(at, { hundred: number(v) })}
                  />
                </>
              )}
            </div>
            <div>
              <Button kind="quiet" icon="trash" onClick={() => set(at, null)}>
                {t`Leave ${name} out`}
              </Button>
            </div>
          </fieldset>
        )
      })}
      <Select
        label={t`Add a metric`}
        data={open.map((m) => ({ value: m.key, label: m.name }))}
        value={null}
        searchable
        onChange={(key) => key && take(key)}
      />
      {proposed.length > 0 && (
        <div className="row wrap">
          <span className="muted small">
            <Trans>Proposed:</Trans>
          </span>
          {proposed.map((key) => (
            <Button key={key} onClick={() => take(key)}>
              {metrics.find((m) => m.key === key)?.name ?? key}
            </Button>
          ))}
        </div>
      )}
      <NumberInput label={form.labels.target} {...form.control('target')} min={0} max={100} />
      {form.errors.bindings && <p role="alert">{form.errors.bindings}</p>}
    </FormDialog>
  )
}
