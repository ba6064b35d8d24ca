import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ErrorState, Notice } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useUnits } from '../../core/organisation'
import { useMay } from '../../core/session'
import { explain } from '../../words/problems'
import {
  type Escalation,
  type Target,
  type Targets,
  useEscalation,
  useSaveSettings,
  useTargets,
} from './calendar-queries'
import css from './calendars.module.css'
import { useRules } from './rule-queries'
import { severities, useClockWords, useSeverityWords } from './words'

/** How much working time each clock has, and what happens before and after it runs out. */
export function CaseTimesPage() {
  const { t } = useLingui()
  const targets = useTargets()
  const escalation = useEscalation()
  const failed = targets.error ?? escalation.error
  return (
    <>
      <PageHeader title={t`Times and escalation`} remark={t`of cases, in working time`} />
      <PageBody>
        {failed && (
          <ErrorState error={failed} title={t`The times could not be fetched.`} onRetry={() => targets.refetch()} />
        )}
        {targets.data ? <TargetCard key={`t${targets.data.version}`} of={targets.data} /> : <LoadingRows rows={4} />}
        {escalation.data && <EscalationCard key={`e${escalation.data.version}`} of={escalation.data} />}
      </PageBody>
    </>
  )
}

/** Saves a document and says what came of it; what was entered stays when it is refused. */
function useSave() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useSaveSettings()
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  return {
    calls,
    error,
    busy,
    run: async (deed: () => Promise<unknown>) => {
      setBusy(true)
      setError('')
      try {
        await deed()
        toasts.show(t`Saved`)
      } catch (failure) {
        setError(
          asProblem(failure)?.status === 412
            ? t`Somebody changed this meanwhile; nothing was saved. What you entered is kept: compare it in another window before you reload.`
            : explain(i18n, failure),
        )
      } finally {
        setBusy(false)
      }
    },
  }
}

const hoursOf = (minutes: number | undefined) => (minutes ? Math.round(minutes / 0.6) / 100 : '')
const minutesOf = (hours: number | string) => (Number(hours) > 0 ? Math.round(Number(hours) * 60) : undefined)
type Row = Target & { row: number }

function TargetCard({ of }: { of: Targets }) {
  const { t } = useLingui()
  const save = useSave()
  const may = useMay('rule.write')
  const units = useUnits().data ?? []
  const rules = useRules().data ?? []
  const clocks = useClockWords()
  const words = useSeverityWords()
  const [rows, setRows] = useState<Row[]>(() => (of.rows ?? []).map((one, row) => ({ ...one, row })))
  const change = (row: number, patch: Partial<Target>) =>
    setRows((now) => now.map((one) => (one.row === row ? { ...one, ...patch } : one)))
  const fields = [
    ['acknowledge_minutes', clocks.acknowledge],
    ['first_response_minutes', clocks.first_response],
    ['next_response_minutes', clocks.next_response],
    ['resolve_minutes', clocks.resolve],
  ] as const
  return (
    <Card title={t`Times`} remark={t`hours; empty: taken from the next line that fits`}>
      <CardBody>
        <div className={css.grid}>
          {rows.map((one) => (
            <div key={one.row} className={css.target}>
              <Select
                label={t`Rule`}
                placeholder={t`Any`}
                clearable
                data={rules.map((rule) => ({ value: rule.id, label: rule.name }))}
                value={one.rule ?? null}
                onChange={(rule) => change(one.row, { rule: rule ?? undefined })}
              />
              <Select
                label={t`Unit and below`}
                placeholder={t`Any`}
                clearable
                searchable
                data={units.map((unit) => ({ value: unit.id, label: unit.name }))}
                value={one.unit ?? null}
                onChange={(unit) => change(one.row, { unit: unit ?? undefined })}
              />
              <Select
                label={t`Severity`}
                placeholder={t`Any`}
                clearable
                data={severities.map((severity) => ({ value: severity, label: words[severity] }))}
                value={one.severity ?? null}
                onChange={(severity) => change(one.row, { severity: (severity as Target['severity']) ?? undefined })}
              />
              {fields.map(([field, label]) => (
                <NumberInput
                  key={field}
                  label={label}
                  placeholder="–"
                  min={0}
                  decimalScale={2}
                  hideControls
                  value={hoursOf(one[field])}
                  onChange={(hours) => change(one.row, { [field]: minutesOf(hours) })}
                />
              ))}
              <Button
                kind="quiet"
                square
                icon="trash"
                onClick={() => setRows((now) => now.filter((other) => other.row !== one.row))}
              >
                {t`Take this line away`}
              </Button>
            </div>
          ))}
          {save.error && (
            <div role="alert">
              <Notice tone="soon" icon="warning">
                {save.error}
              </Notice>
            </div>
          )}
          <p className="second small">
            <Trans>
              A line for a rule comes before one for a unit, that before one for a severity. Without a line for it a
              clock doesn’t run; a case without a time to resolve has the rule’s own, else two days. Hours are counted
              on the{' '}
              <AppLink className={`link ${css.inline}`} href="/settings/calendars">
                business calendar
              </AppLink>{' '}
              of the unit.
            </Trans>
          </p>
          {may && (
            <div className="row wrap">
              <Button
                kind="primary"
                busy={save.busy}
                onClick={() =>
                  void save.run(() =>
                    save.calls.targets(
                      of.version,
                      rows.map(({ row, ...one }) => one),
                    ),
                  )
                }
              >
                <Trans>Save the times</Trans>
              </Button>
              <Button
                icon="plus"
                onClick={() => setRows((now) => [...now, { row: Math.max(-1, ...now.map((one) => one.row)) + 1 }])}
              >
                <Trans>Add a line</Trans>
              </Button>
            </div>
          )}
        </div>
      </CardBody>
    </Card>
  )
}

type Step = NonNullable<Escalation['steps']>[number]

function EscalationCard({ of }: { of: Escalation }) {
  const { t } = useLingui()
  const save = useSave()
  const may = useMay('rule.write')
  const [remind, setRemind] = useState<(number | string)[]>((of.remind_minutes ?? []).map((n) => hoursOf(n)))
  const [steps, setSteps] = useState<(Step & { row: number })[]>(() =>
    (of.steps ?? []).map((one, row) => ({ ...one, row })),
  )
  const change = (row: number, patch: Partial<Step>) =>
    setSteps((now) => now.map((one) => (one.row === row ? { ...one, ...patch } : one)))
  const to = [
    { value: 'unit', label: t`the unit’s owner` },
    { value: 'parent', label: t`the owner above` },
    { value: 'managers', label: t`managers and supervisors over the unit` },
    { value: 'owners', label: t`the organisation’s owners` },
  ]
  const body = () => ({
    remind_minutes: remind.map((hours) => minutesOf(hours) ?? 0).filter((n) => n > 0),
    steps: steps.map(({ row, ...one }) => one),
  })
  return (
    <Card title={t`Reminders and escalation`} remark={t`each once, and told in the story`}>
      <CardBody>
        <div className={css.grid}>
          {remind.map((hours, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a number has nothing of its own that stays while it is typed
            <div key={at} className={css.step}>
              <NumberInput
                label={t`Hours before`}
                min={0}
                decimalScale={2}
                value={hours}
                onChange={(value) => setRemind((now) => now.map((one, i) => (i === at ? value : one)))}
              />
              <span>
                <Trans>remind the owner</Trans>
              </span>
              <span />
              <span />
              <Button
                kind="quiet"
                square
                icon="trash"
                onClick={() => setRemind((now) => now.filter((_, i) => i !== at))}
              >
                {t`Take this reminder away`}
              </Button>
            </div>
          ))}
          {steps.map((one) => (
            <div key={one.row} className={css.step}>
              <NumberInput
                label={t`Hours after`}
                min={0}
                decimalScale={2}
                value={one.after_minutes === 0 ? 0 : hoursOf(one.after_minutes)}
                onChange={(hours) => change(one.row, { after_minutes: minutesOf(hours) ?? 0 })}
              />
              <Select
                label={t`Tell`}
                allowDeselect={false}
                data={to}
                value={one.to}
                onChange={(value) => value && change(one.row, { to: value as Step['to'] })}
              />
              <Checkbox
                label={t`hand the case over`}
                checked={one.hand_over ?? false}
                onChange={(event) => change(one.row, { hand_over: event.currentTarget.checked })}
              />
              <Checkbox
                label={t`severity high`}
                checked={one.raise ?? false}
                onChange={(event) => change(one.row, { raise: event.currentTarget.checked })}
              />
              <Button
                kind="quiet"
                square
                icon="trash"
                onClick={() => setSteps((now) => now.filter((other) => other.row !== one.row))}
              >
                {t`Take this step away`}
              </Button>
            </div>
          ))}
          {save.error && (
            <div role="alert">
              <Notice tone="soon" icon="warning">
                {save.error}
              </Notice>
            </div>
          )}
          {may && (
            <div className="row wrap">
              <Button
                kind="primary"
                busy={save.busy}
                onClick={() => void save.run(() => save.calls.escalation(of.version, body()))}
              >
                <Trans>Save the steps</Trans>
              </Button>
              <Button icon="plus" onClick={() => setRemind((now) => [...now, 2])}>
                <Trans>Add a reminder</Trans>
              </Button>
              <Button
                icon="plus"
                onClick={() =>
                  setSteps((now) => [
                    ...now,
                    {
                      row: Math.max(-1, ...now.map((one) => one.row)) + 1,
                      after_minutes: Math.max(0, ...now.map((one) => one.after_minutes)) + 240,
                      to: 'owners',
                    },
                  ])
                }
              >
                <Trans>Add a step</Trans>
              </Button>
            </div>
          )}
        </div>
      </CardBody>
    </Card>
  )
}
