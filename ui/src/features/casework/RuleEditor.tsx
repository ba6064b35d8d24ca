import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button, ButtonLink } from '../../components/Button'
import { ConfirmDialog } from '../../components/feedback/ConfirmDialog'
import { Notice } from '../../components/feedback/ErrorState'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, Columns, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { Tag } from '../../components/Tag'
import { usePhone } from '../../components/usePhone'
import { useCaseOwners } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { Conditions } from './Conditions'
import { FloodQuestion } from './FloodQuestion'
import { Meanwhile } from './Meanwhile'
import { RuleRecord } from './RuleRecord'
import { type Draft, type Faults, type Flood, faultsOf, floodOf, inputOf, isNumber, saysTheSame } from './rule'
import { type Rule, useRuleCalls } from './rule-queries'
import css from './rules.module.css'
import { Trial } from './Trial'
import { useSwitchRule } from './useSwitchRule'
import { severities, useSeverityWords } from './words'

const mostHours = 366 * 24

/** Writes a rule beside what it would have done. */
export function RuleEditor({
  rule,
  start,
  crumb,
}: {
  rule?: Rule
  start: Draft
  crumb: { label: string; href: string }
}) {
  const { t } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const format = useFormat()
  const phone = usePhone()
  const may = useMay('rule.write')
  const calls = useRuleCalls()
  const [flood, setFlood] = useState<{ of: Flood; retry: (agreed: number) => Promise<unknown> }>()
  const turn = useSwitchRule((of) => setFlood({ of, retry: (agreed) => flip(agreed) }))
  const owners = useCaseOwners()
  const words = useSeverityWords()
  const [faults, setFaults] = useState<Faults>({})
  const [seen, setSeen] = useState(rule)
  const [stale, setStale] = useState<'changed' | 'loaded'>()
  const [ending, setEnding] = useState(false)
  // Switched meanwhile, or switched back by the toast: nothing of what is written here is contested.
  if (rule && seen && rule.version > seen.version && saysTheSame(rule, seen)) setSeen(rule)

  const form = useForm<Draft>({
    id: 'rule',
    initial: start,
    labels: {
      name: t`Name`,
      conditions: t`Conditions`,
      due_hours: t`Due after, hours`,
      severity: t`Severity`,
      fallback_owner: t`Owner if no unit has one`,
      match: t`Match`,
      on: t`On`,
      purpose: t`What it does`,
      per_customer: t`One open case for each customer at a time`,
      day_cap: t`At most so many cases a day`,
    },
    check: (v) => {
      const found: Faults = {}
      v.conditions.forEach((c, at) => {
        if (!c.field) found[at] = { field: t`Choose what it is about` }
        else if (!c.value.trim()) found[at] = { value: t`Say what to compare with` }
        else if (c.field.startsWith('metric.') && !isNumber(c.value)) found[at] = { value: t`Enter a number` }
      })
      setFaults(found)
      const hours = Number(v.due_hours)
      return {
        name: v.name.trim() ? undefined : t`Name the rule`,
        conditions:
          Object.keys(found).length > 0
            ? t`A condition is not complete`
            : v.conditions.length === 0
              ? t`Add a condition`
              : undefined,
        due_hours: hours >= 1 && hours <= mostHours && Number.isInteger(hours) ? undefined : t`Enter 1 to ${mostHours}`,
        fallback_owner: v.fallback_owner ? undefined : t`Choose who gets the case then`,
        day_cap: /^\d{0,6}$/.test(v.day_cap) && Number(v.day_cap) <= 100_000 ? undefined : t`Enter a whole number`,
      }
    },
    send: (v) => save(v),
  })
  const save = async (v: Draft, agreed?: number) => {
    const more = agreed ? { agreed } : {}
    try {
      if (seen)
        setSeen(
          await calls.edit.mutateAsync({
            id: seen.id,
            version: seen.version,
            body: { ...inputOf(v), on: seen.on, ...more },
          }),
        )
      else await calls.add.mutateAsync({ ...inputOf(v), ...more })
    } catch (error) {
      const many = floodOf(asProblem(error))
      if (many && !agreed) {
        setFlood({ of: many, retry: (number) => save(v, number) })
        return
      }
      setFaults(faultsOf(asProblem(error)?.errors ?? []))
      if (asProblem(error)?.status !== 412) throw error
      setStale('changed')
      return
    }
    setStale(undefined)
    const { name } = v
    toasts.show((seen?.on ?? v.on) ? t`“${name}” is saved and on` : t`“${name}” is saved; it is off`)
    if (!seen) await router.navigate({ href: '/rules' })
  }
  const reload = async () => {
    if (!seen) return
    setSeen(await calls.read(seen.id))
    setStale('loaded')
  }
  const flip = async (agreed?: number) => {
    if (!seen) return
    const after = await turn.to(seen, !seen.on, agreed)
    if (after) setSeen(after)
  }
  const name = seen?.name ?? ''
  const opened = format.count(rule?.opened ?? 0)
  return (
    <>
      <PageHeader
        title={seen ? name : t`New rule`}
        crumb={crumb}
        tags={seen && (seen.on ? <Tag tone="better" icon="check">{t`On`}</Tag> : <Tag>{t`Off`}</Tag>)}
        remark={seen && <Plural value={rule?.opened ?? 0} one="has opened # case" other="has opened # cases" />}
        actions={
          may &&
          seen && (
            <>
              <Button busy={turn.busy} onClick={() => void flip()}>
                {seen.on ? <Trans>Switch off</Trans> : <Trans>Switch on</Trans>}
              </Button>
              <Button kind="quiet" square={phone} icon="trash" onClick={() => setEnding(true)}>
                <Trans>Delete</Trans>
              </Button>
            </>
          )
        }
      />
      <PageBody>
        {rule?.paused && !rule.on && (
          <Notice tone="worse" icon="warning">
            {rule.paused}
          </Notice>
        )}
        <Columns
          aside={
            <>
              {seen && form.values.purpose === 'case' && <RuleRecord id={seen.id} />}
              {may && <Trial draft={form.values} />}
            </>
          }
        >
          <Card>
            <CardBody>
              <fieldset disabled={!may} className={css.whole}>
                <FormFrame
                  form={form}
                  name={seen ? name : t`New rule`}
                  actions={
                    may && (
                      <>
                        <Button kind="primary" type="submit" busy={form.busy}>
                          {seen ? <Trans>Save</Trans> : <Trans>Add the rule</Trans>}
                        </Button>
                        {!seen && (
                          <ButtonLink href="/rules">
                            <Trans>Cancel</Trans>
                          </ButtonLink>
                        )}
                        {seen && form.changed && <span className="muted small">{t`Changed, not saved`}</span>}
                      </>
                    )
                  }
                >
                  <Meanwhile state={stale} onReload={reload}>
                    <Trans>Their change is loaded. Save again to make the rule as entered here.</Trans>
                  </Meanwhile>
                  <TextInput label={form.labels.name} maxLength={100} {...form.field('name')} />
                  <Conditions
                    conditions={form.values.conditions}
                    match={form.values.match}
                    faults={faults}
                    onMatch={(match) => form.set({ match })}
                    onChange={(conditions) => {
                      setFaults({})
                      form.set({ conditions })
                    }}
                  />
                  <NativeSelect
                    label={form.labels.purpose}
                    data={[
                      { value: 'case', label: t`Opens a case` },
                      { value: 'compliment', label: t`Passes the compliment on to who served the customer` },
                    ]}
                    {...form.field('purpose')}
                    onChange={(event) => form.set({ purpose: event.currentTarget.value as Draft['purpose'] })}
                  />
                  <p className={css.legend}>
                    <Trans>The case</Trans>
                  </p>
                  <FieldRow>
                    <NumberInput
                      label={form.labels.due_hours}
                      min={1}
                      max={mostHours}
                      allowDecimal={false}
                      id={form.id('due_hours')}
                      name="due_hours"
                      value={form.values.due_hours}
                      error={form.errors.due_hours}
                      onChange={(value) => form.set({ due_hours: String(value) })}
                    />
                    <Select
                      label={form.labels.severity}
                      data={severities.map((value) => ({ value, label: words[value] }))}
                      allowDeselect={false}
                      {...form.control('severity')}
                    />
                    <Select
                      label={form.labels.fallback_owner}
                      data={owners.map((o) => ({ value: o.id, label: o.name }))}
                      searchable
                      allowDeselect={false}
                      {...form.control('fallback_owner')}
                    />
                  </FieldRow>
                  {form.values.purpose === 'case' && (
                    <>
                      <Checkbox
                        id={form.id('per_customer')}
                        label={form.labels.per_customer}
                        checked={form.values.per_customer}
                        onChange={(event) => form.set({ per_customer: event.currentTarget.checked })}
                      />
                      <TextInput
                        label={form.labels.day_cap}
                        inputMode="numeric"
                        placeholder={t`No cap`}
                        style={{ maxWidth: 220 }}
                        {...form.field('day_cap')}
                      />
                    </>
                  )}
                </FormFrame>
              </fieldset>
            </CardBody>
          </Card>
        </Columns>
      </PageBody>
      <FloodQuestion flood={flood?.of} onAgree={async (n) => flood?.retry(n)} onClose={() => setFlood(undefined)} />
      <ConfirmDialog
        opened={ending}
        title={t`Delete the rule “${name}”?`}
        deed={t`Delete the rule`}
        danger
        onClose={() => setEnding(false)}
        onConfirm={async () => {
          if (!seen) return
          await calls.remove.mutateAsync(seen.id)
          toasts.show(t`The rule “${name}” is deleted`)
          await router.navigate({ href: '/rules' })
        }}
      >
        <Trans>
          It opens no more cases. The {opened} it has opened stay and still name it. To pause it only, switch it off.
        </Trans>
      </ConfirmDialog>
    </>
  )
}
