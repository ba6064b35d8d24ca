import { Trans, useLingui } from '@lingui/react/macro'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody } from '../../components/layout/Page'
import { readHolidays } from './calendar-queries'
import css from './calendars.module.css'
import { readHours } from './hours'

export type HolidayDraft = { date: string; name: string; open: string }

/** Days that aren't worked, or in part; typed, or pasted as a list. */
export function Holidays({
  id,
  list,
  error,
  onChange,
}: {
  id: string
  list: readonly HolidayDraft[]
  error?: string
  onChange: (list: HolidayDraft[]) => void
}) {
  const { t } = useLingui()
  const [pasting, setPasting] = useState(false)
  const change = (at: number, patch: Partial<HolidayDraft>) =>
    onChange(list.map((one, i) => (i === at ? { ...one, ...patch } : one)))
  return (
    <Card
      title={t`Holidays`}
      remark={t`2026-12-24 is that day, 12-25 every year`}
      controls={
        <Button onClick={() => setPasting(true)}>
          <Trans>Paste a list</Trans>
        </Button>
      }
    >
      <CardBody>
        <div className={css.grid} id={id} tabIndex={-1}>
          {list.map((one, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing of its own that stays while it is typed
            <div key={at} className={css.holiday}>
              <TextInput
                aria-label={t`Date`}
                placeholder="2026-12-24"
                value={one.date}
                onChange={(event) => change(at, { date: event.currentTarget.value })}
              />
              <TextInput
                aria-label={t`Name`}
                placeholder={t`Name`}
                value={one.name}
                onChange={(event) => change(at, { name: event.currentTarget.value })}
              />
              <TextInput
                aria-label={t`Hours of a half day`}
                placeholder={t`closed`}
                value={one.open}
                error={readHours(one.open) ? undefined : t`Like 09:00–12:00`}
                onChange={(event) => change(at, { open: event.currentTarget.value })}
              />
              <Button kind="quiet" square icon="trash" onClick={() => onChange(list.filter((_, i) => i !== at))}>
                {t`Take ${one.name} away`}
              </Button>
            </div>
          ))}
          {error && <p className="worse small">{error}</p>}
          <div>
            <Button icon="plus" onClick={() => onChange([...list, { date: '', name: '', open: '' }])}>
              <Trans>Add a holiday</Trans>
            </Button>
          </div>
        </div>
      </CardBody>
      {pasting && (
        // The dialog lies within the calendar's own form, which must not be sent with it.
        <div onSubmit={(event) => event.stopPropagation()}>
          <Paste
            onClose={() => setPasting(false)}
            onRead={(more) => {
              const known = new Set(list.map((one) => one.date))
              onChange([...list, ...more.filter((one) => !known.has(one.date))])
              setPasting(false)
            }}
          />
        </div>
      )}
    </Card>
  )
}

function Paste({ onClose, onRead }: { onClose: () => void; onRead: (list: HolidayDraft[]) => void }) {
  const { t } = useLingui()
  const form = useForm({
    id: 'paste',
    initial: { text: '' },
    labels: { text: t`Holidays` },
    check: (v) => ({ text: v.text.trim() ? undefined : t`Paste a list` }),
    send: async (v) => {
      const { holidays } = await readHolidays(v.text)
      onRead((holidays ?? []).map(({ date, name }) => ({ date, name, open: '' })))
    },
  })
  return (
    <FormDialog title={t`Paste a list of holidays`} deed={t`Add them`} form={form} onClose={onClose}>
      <Textarea
        label={form.labels.text}
        description={t`A date and a name on each line, or the text of a calendar file (ICS)`}
        placeholder={'2026-12-25, Christmas Day\n2026-12-26, Boxing Day'}
        minRows={8}
        autosize
        maxRows={16}
        data-autofocus
        {...form.field('text')}
      />
    </FormDialog>
  )
}
