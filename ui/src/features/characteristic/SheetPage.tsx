import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Select, Textarea, TextInput } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useTouchPoints, useUnits } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import css from './characteristic.module.css'
import {
  type Characteristic,
  type Sheet,
  type SheetInput,
  useCharacteristics,
  useDeeds,
  usePast,
  useSheet,
} from './queries'
import { useKinds } from './words'

/** One assessment: what was looked at, and a mark with its evidence for each characteristic. */
export function SheetPage() {
  const { t } = useLingui()
  const { id = 'new' } = useParams({ strict: false }) as { id?: string }
  const sheet = useSheet(id)
  const all = useCharacteristics()
  const error = sheet.error ?? all.error
  const ready = all.data && (id === 'new' || sheet.data)
  return (
    <>
      <PageHeader
        title={sheet.data?.data.subject ?? t`Assess`}
        crumb={{ label: t`Assessments`, href: '/characteristics/sheets' }}
      />
      <PageBody narrow>
        {error ? (
          <Card>
            <ErrorState error={error} onRetry={() => void (sheet.error ? sheet.refetch() : all.refetch())} />
          </Card>
        ) : ready ? (
          <SheetForm
            key={`${id} ${sheet.data?.data.version ?? 0}`}
            of={id === 'new' ? undefined : sheet.data?.data}
            all={all.data}
          />
        ) : (
          <Card>
            <LoadingRows rows={10} />
          </Card>
        )}
      </PageBody>
    </>
  )
}

type Mark = { score: string; evidence: string }

function SheetForm({ of, all }: { of: Sheet | undefined; all: readonly Characteristic[] }) {
  const { t } = useLingui()
  const format = useFormat()
  const navigate = useNavigate()
  const toasts = useToasts()
  const kinds = useKinds()
  const may = useMay('assessment.write')
  const units = useUnits().data ?? []
  const points = useTouchPoints().data ?? []
  const past = usePast(of?.id ?? 'new').data ?? []
  const { assess, reassess, discard } = useDeeds()
  const [kind, setKind] = useState<SheetInput['kind']>(of?.kind ?? 'conversation')
  const [fields, setFields] = useState({
    subject: of?.subject ?? '',
    link: of?.link ?? '',
    date: of?.date ?? '',
    unit: of?.unit ?? '',
    employee: of?.employee ?? '',
    touch_point: of?.touch_point ?? '',
  })
  const [marks, setMarks] = useState<Record<string, Mark>>(() =>
    Object.fromEntries(
      (of?.marks ?? []).map((m) => [
        m.characteristic,
        { score: m.score === undefined ? 'none' : String(m.score), evidence: m.evidence ?? '' },
      ]),
    ),
  )
  const [error, setError] = useState<unknown>()
  const given = Object.values(marks).filter((m) => m.score !== '' && m.score !== 'none').length
  const put = (patch: Partial<typeof fields>) => setFields((now) => ({ ...now, ...patch }))
  const mark = (key: string, patch: Partial<Mark>) =>
    setMarks((now) => ({ ...now, [key]: { score: '', evidence: '', ...now[key], ...patch } }))
  const busy = assess.isPending || reassess.isPending
  const send = async () => {
    const body: SheetInput = {
      kind,
      subject: fields.subject.trim(),
      link: fields.link.trim() || undefined,
      date: fields.date || undefined,
      unit: fields.unit || undefined,
      employee: fields.employee.trim() || undefined,
      touch_point: fields.touch_point || undefined,
      marks: Object.entries(marks)
        .filter(([, m]) => m.score !== '' || m.evidence.trim() !== '')
        .map(([characteristic, m]) => ({
          characteristic,
          score: m.score === '' || m.score === 'none' ? undefined : (Number(m.score) as 0),
          evidence: m.evidence.trim() || undefined,
        })),
    }
    setError(undefined)
    try {
      if (of) await reassess.mutateAsync({ id: of.id, version: of.version, body })
      else await assess.mutateAsync(body)
      toasts.show(of ? t`The assessment is changed; what it said is kept` : t`The assessment is kept`)
      void navigate({ to: '/characteristics/sheets' as never })
    } catch (failure) {
      setError(failure)
    }
  }
  const remove = () =>
    of &&
    discard.mutate(of.id, {
      onSuccess: () => {
        const { kind, subject, link, date, unit, employee, touch_point, marks } = of
        toasts.show(t`The assessment is removed`, {
          undo: () => void assess.mutateAsync({ kind, subject, link, date, unit, employee, touch_point, marks }),
        })
        void navigate({ to: '/characteristics/sheets' as never })
      },
      onError: setError,
    })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Card title={t`What was looked at`}>
        <fieldset className={css.kinds} disabled={!may}>
          <legend className="vh">{t`Kind`}</legend>
          <div className={css.scale}>
            {kinds.map((one) => (
              <label key={one.value}>
                <input type="radio" name="kind" checked={kind === one.value} onChange={() => setKind(one.value)} />
                {one.label}
              </label>
            ))}
          </div>
        </fieldset>
        <div className={css.fields}>
          <TextInput
            label={t`What, in words`}
            value={fields.subject}
            onChange={(e) => put({ subject: e.currentTarget.value })}
            maxLength={200}
            required
            disabled={!may}
          />
          <TextInput
            label={t`Where it can be seen`}
            description={t`An address, or a path here such as /signals/…`}
            value={fields.link}
            onChange={(e) => put({ link: e.currentTarget.value })}
            maxLength={400}
            disabled={!may}
          />
          <TextInput
            type="date"
            label={t`When it took place`}
            value={fields.date}
            onChange={(e) => put({ date: e.currentTarget.value })}
            disabled={!may}
          />
          <Select
            label={t`Unit`}
            data={units.map((u) => ({ value: u.key, label: u.name }))}
            value={fields.unit || null}
            onChange={(v) => put({ unit: v ?? '' })}
            searchable
            clearable
            disabled={!may}
          />
          <Select
            label={t`Touch point`}
            data={points.map((p) => ({ value: p.key, label: p.name }))}
            value={fields.touch_point || null}
            onChange={(v) => put({ touch_point: v ?? '' })}
            searchable
            clearable
            disabled={!may}
          />
          <TextInput
            label={t`Employee, by number`}
            value={fields.employee}
            onChange={(e) => put({ employee: e.currentTarget.value })}
            maxLength={100}
            disabled={!may}
          />
        </div>
        {of?.link && (
          <p className={css.remark}>
            <AppLink href={of.link}>{of.link}</AppLink>
          </p>
        )}
      </Card>
      <div style={{ height: 'var(--s4)' }} />
      <Card title={t`Marks`} remark={t`0 not at all, 4 fully; what doesn’t apply isn’t counted`}>
        <div className={css.marks}>
          {all.map((one) => (
            <fieldset key={one.key} className={css.mark} disabled={!may}>
              <legend>{one.name}</legend>
              <p className="second small" style={{ margin: 0 }}>
                {one.definition}
              </p>
              <div className={css.scale}>
                {['0', '1', '2', '3', '4', 'none'].map((score) => (
                  <label key={score}>
                    <input
                      type="radio"
                      name={one.key}
                      value={score}
                      checked={marks[one.key]?.score === score}
                      onChange={() => mark(one.key, { score })}
                    />
                    {score === 'none' ? t`not applicable` : score}
                  </label>
                ))}
              </div>
              <Textarea
                label={t`Evidence for ${one.name}`}
                placeholder={t`What was said or seen, word for word where you can`}
                value={marks[one.key]?.evidence ?? ''}
                onChange={(e) => mark(one.key, { evidence: e.currentTarget.value })}
                autosize
                minRows={1}
                maxLength={1000}
              />
            </fieldset>
          ))}
        </div>
        {error !== undefined && <ErrorState error={error} kept={t`Your marks are kept.`} />}
        {may && (
          <div className={css.foot}>
            <Button kind="primary" type="submit" busy={busy} disabled={given === 0 || fields.subject.trim() === ''}>
              {given === 0 ? (
                <Trans>Mark at least one</Trans>
              ) : (
                <Plural value={given} one="Keep one mark" other="Keep # marks" />
              )}
            </Button>
            {of && (
              <Button kind="quiet" icon="trash" onClick={remove}>
                <Trans>Remove</Trans>
              </Button>
            )}
          </div>
        )}
      </Card>
      {past.length > 0 && (
        <>
          <div style={{ height: 'var(--s4)' }} />
          <Card title={t`What it said before`}>
            <ul className={css.facts}>
              {past.map((was) => (
                <li key={was.version}>
                  <span className="muted">
                    {format.dateTime(was.changed_at)}, {was.changed_by}:
                  </span>{' '}
                  {(was.marks ?? [])
                    .map(
                      (m) =>
                        `${all.find((c) => c.key === m.characteristic)?.name ?? m.characteristic} ${m.score ?? '–'}`,
                    )
                    .join(', ')}
                </li>
              ))}
            </ul>
          </Card>
        </>
      )}
    </form>
  )
}
