import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { NumberInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { AppLink } from '../../components/AppLink'
import { IntervalMark } from '../../components/figure/IntervalMark'
import { metricDomain } from '../../components/figure/scale'
import { address } from '../../components/filter/search'
import type { FigureView } from '../../components/filter/useFigureView'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody } from '../../components/layout/Page'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { DriversHere } from './DriversHere'
import { Open } from './MomentPage'
import { type MomentFile, useMomentCalls } from './queries'

/** How much it matters: as the data propose, as customers say, and beside both as staff think. */
export function ImportanceCard({ of, view }: { of: MomentFile; view: FigureView }) {
  const { t } = useLingui()
  const format = useFormat()
  const may = useMay('moment.write') && of.state !== 'retired'
  const [saying, setSaying] = useState(false)
  const found = of.importance
  const share = found?.proposed
  const stated = found?.stated
  const asked = found?.metric
  const view0 = of.views?.[0]
  const value = format.withUnit(share?.share.value ?? null, '%')
  const interval = format.interval(share?.share.low ?? null, share?.share.high ?? null, '%')
  const n = format.count(share?.share.n ?? 0)
  const by = found?.by?.name ?? ''
  const comments = address('/signals', {
    where: [`touch_point:${of.touch_point}`, 'comment:yes', found?.low ?? '', 'kind!:employee,evaluation'],
    from: view.slice.from,
    to: view.slice.to,
  })
  return (
    <Card title={t`How important it is`} controls={may && <Open label={t`Your view`} onOpen={() => setSaying(true)} />}>
      <CardBody>
        <div className="stack" style={{ gap: 12 }}>
          {found && (
            <div className="stack" style={{ gap: 4 }}>
              <p className="second small">
                <Trans>Proposed by the data</Trans>
              </p>
              {share ? (
                <>
                  <p>
                    <b className="num">{value}</b>{' '}
                    <Trans>of all customers who were let down ({by}) and wrote, wrote about this touch point.</Trans>
                  </p>
                  <IntervalMark figure={share.share} unit="%" domain={[0, 100]} />
                  <p className="muted small">
                    <Trans>
                      {interval} · n {n}
                    </Trans>
                  </p>
                  <p className="small">
                    <AppLink className="link" href={comments}>
                      <Plural value={share.let_down} one="# comment" other="# comments" />
                    </AppLink>
                  </p>
                </>
              ) : (
                <p className="muted">
                  <Trans>Nobody wrote about it in this time.</Trans>
                </p>
              )}
            </div>
          )}
          {found?.by && (
            <div className="stack" style={{ gap: 4 }}>
              <p className="second small">
                <Trans>What goes along with {by} here</Trans>
              </p>
              <DriversHere of={of} outcome={found.by.key} view={view} />
            </div>
          )}
          {found && (
            <div className="stack" style={{ gap: 4 }}>
              <p className="second small">
                <Trans>Said by customers</Trans>
              </p>
              {stated && asked ? (
                <>
                  <p>
                    <b className="num">{format.withUnit(stated.value, asked.unit)}</b> {asked.name}
                  </p>
                  <IntervalMark figure={stated} unit={asked.unit} domain={metricDomain(asked)} />
                  <p className="muted small">
                    {format.interval(stated.low, stated.high, asked.unit)} · n {format.count(stated.n)}
                  </p>
                </>
              ) : (
                <p className="muted">
                  {asked ? (
                    <Trans>Nobody answered in this time.</Trans>
                  ) : (
                    <Trans>Customers aren’t asked yet: choose a metric by “Edit”.</Trans>
                  )}
                </p>
              )}
            </div>
          )}
          <div className="stack" style={{ gap: 4 }}>
            <p className="second small">
              <Trans>Staff’s own view, beside it</Trans>
            </p>
            {view0 ? (
              <>
                <p style={{ overflowWrap: 'anywhere' }}>
                  <b className="num">{view0.value}</b> <Trans>of 100:</Trans> {view0.why}
                </p>
                <p className="muted small">
                  {view0.by} · {format.date(view0.at)}
                </p>
              </>
            ) : (
              <p className="muted">
                <Trans>Nobody has said.</Trans>
              </p>
            )}
          </div>
        </div>
      </CardBody>
      {saying && <ThinkDialog of={of} onClose={() => setSaying(false)} />}
    </Card>
  )
}

function ThinkDialog({ of, onClose }: { of: MomentFile; onClose: () => void }) {
  const { t } = useLingui()
  const calls = useMomentCalls()
  const [version] = useState(of.version)
  const form = useForm({
    id: 'think',
    initial: { value: '' as number | '', why: '' },
    labels: { value: t`How important, 0 to 100`, why: t`Why you think so` },
    check: (v) => ({
      value: v.value === '' ? t`A number from 0 to 100` : undefined,
      why: v.why.trim() ? undefined : t`Say why you think so`,
    }),
    send: async (v) => {
      await calls.think.mutateAsync({ id: of.id, version, body: { value: Number(v.value), why: v.why.trim() } })
      onClose()
    },
  })
  return (
    <FormDialog title={t`How important you think it is`} deed={t`Say so`} form={form} onClose={onClose}>
      <p className="second">
        <Trans>Your view stands beside what customers say, with your name. It changes nothing of theirs.</Trans>
      </p>
      <NumberInput
        label={form.labels.value}
        min={0}
        max={100}
        allowDecimal={false}
        data-autofocus
        {...form.control('value')}
        onChange={(value) => form.set({ value: typeof value === 'number' ? value : '' })}
      />
      <Textarea label={form.labels.why} autosize minRows={2} maxRows={6} maxLength={1000} {...form.field('why')} />
    </FormDialog>
  )
}
