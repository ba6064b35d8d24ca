import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Button } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import { FieldRow, FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, Columns, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { SegmentedControl } from '../../components/SegmentedControl'
import { ImpactTabs } from './ImpactTabs'
import css from './impact.module.css'
import { minorOf, useMoney } from './money'
import { readNumber } from './numbers'
import { useImpactCalls, useSetting, useShared, useTried, type Worksheet } from './queries'
import { GradeBox, RangeMark, spanOf } from './RangeMark'

/** The coarse way to a figure for those without data: three estimates, an amount at once, of grade D. */
export function WorksheetPage() {
  const { t } = useLingui()
  const setting = useSetting()
  const currency = setting.data?.data.currency ?? 'EUR'
  return (
    <>
      <PageHeader title={t`Estimate on a worksheet`} crumb={{ label: t`Where to look first`, href: '/impact' }} />
      <ImpactTabs />
      <PageBody>{setting.data && <Sheet key={currency} currency={currency} />}</PageBody>
    </>
  )
}

function Sheet({ currency }: { currency: string }) {
  const { t } = useLingui()
  const router = useRouter()
  const toasts = useToasts()
  const calls = useImpactCalls()
  const known = (useShared().data ?? []).some((i) => i.name === 'value')
  const minor = minorOf(currency)
  const form = useForm({
    id: 'worksheet',
    initial: { name: '', customers: '', failing: 'some', value_low: '', value_high: '' },
    labels: {
      name: t`Which part of service?`,
      customers: t`How many customers meet it in a year, about?`,
      failing: t`For how many does it fail?`,
      value_low: t`A customer is worth a year, from (${currency})`,
      value_high: t`to (${currency})`,
    },
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Name it`,
      customers: (readNumber(v.customers) ?? 0) >= 1 ? undefined : t`Type a number of customers`,
      value_low: known || readNumber(v.value_low) !== null ? undefined : t`Type an amount`,
      value_high: known || (readNumber(v.value_high) ?? 0) > 0 ? undefined : t`Type an amount`,
    }),
    send: async (v) => {
      const made = await calls.keep.mutateAsync(sheetOf(v, minor))
      const name = made.name
      toasts.show(t`${name} is an impact area now`)
      void router.navigate({ href: `/impact/${made.id}` })
    },
  })
  return (
    <Columns aside={<Result sheet={form.values} minor={minor} known={known} />}>
      <Card>
        <CardBody>
          <FormFrame
            form={form}
            name={t`Worksheet`}
            actions={
              <Button kind="primary" type="submit" busy={form.busy}>
                <Trans>Keep it as an impact area</Trans>
              </Button>
            }
          >
            <TextInput label={form.labels.name} placeholder={t`Moving house`} maxLength={100} {...form.field('name')} />
            <TextInput label={form.labels.customers} inputMode="numeric" w={220} {...form.field('customers')} />
            <div>
              <p className="strong" style={{ margin: '0 0 6px' }}>
                {form.labels.failing}
              </p>
              <SegmentedControl
                label={form.labels.failing}
                value={form.values.failing}
                options={[
                  { value: 'few', label: t`Few: 1–5 in 100` },
                  { value: 'some', label: t`Some: 5–20` },
                  { value: 'many', label: t`Many: 20–50` },
                ]}
                onChange={(failing) => form.set({ failing })}
              />
            </div>
            <FieldRow>
              <TextInput
                label={form.labels.value_low}
                description={known ? t`said before; leave it empty to keep that` : undefined}
                inputMode="decimal"
                {...form.field('value_low')}
              />
              <TextInput
                label={form.labels.value_high}
                description={known ? '\u00a0' : undefined}
                inputMode="decimal"
                {...form.field('value_high')}
              />
            </FieldRow>
          </FormFrame>
        </CardBody>
      </Card>
    </Columns>
  )
}

type Values = { name: string; customers: string; failing: string; value_low: string; value_high: string }

function sheetOf(v: Values, minor: number): Worksheet {
  const [low, high] = [readNumber(v.value_low), readNumber(v.value_high)]
  return {
    name: v.name.trim() || '–',
    customers: readNumber(v.customers) ?? 0,
    failing: v.failing as Worksheet['failing'],
    value_low: low === null ? undefined : low * minor,
    value_high: high === null ? undefined : high * minor,
  }
}

/** The amount while it is typed. */
function Result({ sheet, minor, known }: { sheet: Values; minor: number; known: boolean }) {
  const { t } = useLingui()
  const [asked, setAsked] = useState<Worksheet | null>(null)
  const text = JSON.stringify(sheet)
  useEffect(() => {
    const timer = setTimeout(() => {
      const now = sheetOf(JSON.parse(text) as Values, minor)
      const whole =
        now.customers >= 1 && (known || ((now.value_high ?? 0) > 0 && (now.value_high ?? 0) >= (now.value_low ?? 0)))
      setAsked(whole ? now : null)
    }, 150)
    return () => clearTimeout(timer)
  }, [text, minor, known])
  const tried = useTried(asked)
  const money = useMoney(tried.data?.currency ?? 'EUR')
  const total = tried.data?.total
  const [low, high] = total ? money.ends(total) : ['', '']
  return (
    <Card title={t`It would cost a year`}>
      <CardBody>
        <div role="status" aria-live="polite">
          {asked && tried.isError ? (
            <p className="soon">{t`These estimates can’t be reckoned with; look at the ranges.`}</p>
          ) : asked && total ? (
            <>
              <span className={css.big}>{money.short(total.p50)}</span> <GradeBox grade="D" />
              <RangeMark amount={total} span={spanOf([total])} currency={tried.data?.currency ?? 'EUR'} />
              <p className="small muted">
                <Trans>
                  {low} to {high}, eight times out of ten. Grade D: everything in it is estimated.
                </Trans>
              </p>
            </>
          ) : (
            <p className="muted">
              <Trans>Say how many customers meet it and what one is worth: the amount stands here at once.</Trans>
            </p>
          )}
        </div>
      </CardBody>
    </Card>
  )
}
