import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, MultiSelect, NumberInput, TextInput } from '@mantine/core'
import { useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useUnits } from '../../core/organisation'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import {
  type BusinessCalendar,
  type CalendarInput,
  useCalendars,
  useDeleteCalendar,
  useDuePreview,
  useSaveCalendar,
} from './calendar-queries'
import css from './calendars.module.css'
import { type HolidayDraft, Holidays } from './Holidays'
import { readHours, writeHours } from './hours'
import { Meanwhile } from './Meanwhile'
import { DayStrip, useDays } from './WeekStrip'

/** One calendar, or a new one at /settings/calendars/new. */
export function CalendarPage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const list = useCalendars()
  const found = list.data?.find((one) => one.id === id)
  const crumb = { label: t`Business calendars`, href: '/settings/calendars' }
  if (id !== 'new' && !found)
    return (
      <>
        <PageHeader title={t`Business calendar`} crumb={crumb} />
        <PageBody narrow>{list.isPending ? <LoadingRows /> : <p>{t`There is no such calendar.`}</p>}</PageBody>
      </>
    )
  return <Editor key={id} of={found} crumb={crumb} />
}

const office = ['09:00–17:00', '09:00–17:00', '09:00–17:00', '09:00–17:00', '09:00–17:00', '', '']

function Editor({ of, crumb }: { of?: BusinessCalendar; crumb: { label: string; href: string } }) {
  const { t, i18n } = useLingui()
  const format = useFormat()
  const toasts = useToasts()
  const router = useRouter()
  const save = useSaveCalendar()
  const end = useDeleteCalendar()
  const list = useCalendars()
  const may = useMay('rule.write')
  const days = useDays()
  const units = useUnits().data ?? []
  const [seen, setSeen] = useState(of)
  const [stale, setStale] = useState<'changed' | 'loaded'>()
  const labels = {
    name: t`Name`,
    zone: t`Time zone`,
    days: t`Working hours`,
    holidays: t`Holidays`,
    units: t`Units`,
    standard: t`Standard`,
  }
  const form = useForm({
    id: 'calendar',
    initial: {
      name: of?.name ?? '',
      zone: of?.zone ?? format.zone,
      days: of ? (of.week ?? []).map(writeHours) : office,
      holidays: (of?.holidays ?? []).map((one): HolidayDraft => ({ ...one, open: writeHours(one.open) })),
      units: of?.units ?? ([] as string[]),
      standard: of?.standard ?? list.data?.length === 0,
    },
    labels,
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Give the calendar a name`,
      days: v.days.some((day) => readHours(day) === null)
        ? t`Hours are written like 09:00–12:00, 13:00–17:00`
        : v.days.every((day) => readHours(day)?.length === 0)
          ? t`A calendar without working time would never let anything fall due`
          : undefined,
      holidays: v.holidays.some((one) => !one.date.trim() || !one.name.trim() || readHours(one.open) === null)
        ? t`Each holiday has a date and a name; hours only on half days`
        : undefined,
    }),
    send: async (v) => {
      try {
        const { name } = await save.mutateAsync({ of: seen, body: inputOf(v) as CalendarInput })
        toasts.show(t`${name} is saved`)
        void router.navigate({ href: '/settings/calendars' })
      } catch (error) {
        if (asProblem(error)?.status !== 412) throw error
        setStale('changed')
      }
    },
  })
  const v = form.values
  const remove = async () => {
    if (!of) return
    try {
      await end.mutateAsync(of.id)
      const { name } = of
      toasts.show(t`${name} is taken away`, {
        undo: () => void save.mutateAsync({ body: { ...of, units: of.units ?? [] } as CalendarInput }),
      })
      void router.navigate({ href: '/settings/calendars' })
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  const reload = async () => {
    const now = (await list.refetch()).data?.find((one) => one.id === of?.id)
    if (now) setSeen(now)
    setStale('loaded')
  }
  const week = (seen?.week ?? []).map((hours, at) => `${days[at]?.slice(0, 3)} ${writeHours(hours) || '–'}`).join(' · ')
  const setDay = (at: number, text: string) => form.set({ days: v.days.map((day, i) => (i === at ? text : day)) })
  return (
    <>
      <PageHeader title={of?.name ?? t`New calendar`} crumb={crumb} />
      <PageBody narrow>
        <FormFrame
          form={form}
          name={t`Business calendar`}
          actions={
            may ? (
              <>
                <Button kind="primary" type="submit" busy={form.busy}>
                  <Trans>Save</Trans>
                </Button>
                {of && (
                  <Button icon="trash" onClick={() => void remove()}>
                    <Trans>Take away</Trans>
                  </Button>
                )}
              </>
            ) : null
          }
        >
          <Meanwhile state={stale} onReload={reload}>
            <Trans>It now says: {week}. Save again to make it as entered here.</Trans>
          </Meanwhile>
          <Card title={t`What it is`}>
            <CardBody>
              <div className={css.grid}>
                <TextInput label={labels.name} maxLength={100} {...form.field('name')} />
                <TextInput
                  label={labels.zone}
                  description={t`IANA name, such as Europe/Zurich`}
                  {...form.field('zone')}
                />
                <MultiSelect
                  label={labels.units}
                  description={t`Whose own it is; units below inherit it`}
                  data={units.map((unit) => ({ value: unit.id, label: unit.name }))}
                  searchable
                  value={v.units}
                  onChange={(chosen) => form.set({ units: chosen })}
                />
                <Checkbox
                  label={t`Standard: holds wherever no unit up the tree has another`}
                  checked={v.standard}
                  onChange={(event) => form.set({ standard: event.currentTarget.checked })}
                />
              </div>
            </CardBody>
          </Card>
          <Card
            title={t`Working hours`}
            remark={t`several periods a day with commas; empty: not worked`}
            controls={
              <Button onClick={() => form.set({ days: v.days.map((day, at) => (at < 5 ? (v.days[0] ?? '') : day)) })}>
                <Trans>Monday’s to Friday</Trans>
              </Button>
            }
          >
            <CardBody>
              <div className={css.grid} id={form.id('days')} tabIndex={-1}>
                {days.map((day, at) => {
                  const hours = readHours(v.days[at] ?? '')
                  return (
                    <div key={day} className={css.dayRow}>
                      <label htmlFor={`day-${at}`}>{day}</label>
                      <TextInput
                        id={`day-${at}`}
                        dir={v.days[at] ? 'ltr' : undefined}
                        value={v.days[at] ?? ''}
                        placeholder={t`not worked`}
                        error={hours ? undefined : t`Write it like 09:00–12:00, 13:00–17:00`}
                        onChange={(event) => setDay(at, event.currentTarget.value)}
                        onBlur={() => hours && setDay(at, writeHours(hours))}
                      />
                      <DayStrip hours={hours ?? []} />
                    </div>
                  )
                })}
                {form.errors.days && <p className="worse small">{form.errors.days}</p>}
              </div>
            </CardBody>
          </Card>
          <Holidays
            id={form.id('holidays')}
            list={v.holidays}
            error={form.errors.holidays}
            onChange={(holidays) => form.set({ holidays })}
          />
          <Try calendar={inputOf(v)} />
        </FormFrame>
      </PageBody>
    </>
  )
}

type Values = {
  name: string
  zone: string
  days: string[]
  holidays: HolidayDraft[]
  units: string[]
  standard: boolean
}

/** What the form says; null while hours can't be read. */
function inputOf(v: Values): CalendarInput | null {
  const week = v.days.map(readHours)
  const holidays = v.holidays.map(({ date, name, open }) => ({ date: date.trim(), name, open: readHours(open) ?? [] }))
  if (week.some((day) => day === null)) return null
  return {
    name: v.name.trim(),
    zone: v.zone.trim(),
    week: week as CalendarInput['week'],
    holidays,
    units: v.units,
    standard: v.standard,
  }
}

function Try({ calendar }: { calendar: CalendarInput | null }) {
  const { t } = useLingui()
  const format = useFormat()
  const [hours, setHours] = useState<number | string>(8)
  const due = useDuePreview(calendar, Math.round(Number(hours) * 60)).data
  const at = due ? format.dateTime(due.due_at) : ''
  return (
    <Card title={t`Try it`}>
      <CardBody>
        <div className={css.try}>
          <Trans>
            A case that is opened now and has{' '}
            <NumberInput aria-label={t`Hours of working time`} min={1} max={2000} value={hours} onChange={setHours} />{' '}
            hours of working time
          </Trans>
          <b role="status">{due ? t`is due ${at}` : t`is due …`}</b>
        </div>
      </CardBody>
    </Card>
  )
}
