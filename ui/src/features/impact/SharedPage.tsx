import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useMay } from '../../core/session'
import { ImpactTabs } from './ImpactTabs'
import { InputsTable } from './InputsTable'
import { useImpactCalls, useSetting, useShared } from './queries'

/** What all areas share: what a customer is worth, what failures do, what word of mouth does. */
export function SharedPage() {
  const { t } = useLingui()
  const shared = useShared()
  const setting = useSetting()
  const may = useMay('impact.write')
  const inputs = shared.data ?? []
  const wanting = inputs.some((i) => i.name === 'value') ? [] : [{ name: 'value' as const, kind: 'money' as const }]
  return (
    <>
      <PageHeader title={t`What all areas share`} crumb={{ label: t`Where to look first`, href: '/impact' }} />
      <ImpactTabs />
      <PageBody>
        <p className="muted" style={{ margin: 0, maxWidth: '80ch' }}>
          <Trans>
            These stand in wherever an area’s own data say nothing. What is only assumed is of grade D: each that you
            replace by what you know makes every amount surer.
          </Trans>
        </p>
        <Card title={t`Inputs`}>
          {shared.isError ? (
            <ErrorState
              error={shared.error}
              title={t`The inputs could not be fetched.`}
              onRetry={() => shared.refetch()}
            />
          ) : shared.isPending || !setting.data ? (
            <LoadingRows rows={8} />
          ) : (
            <InputsTable inputs={inputs} currency={setting.data.data.currency} wanting={wanting} />
          )}
        </Card>
        {may && setting.data && (
          <Card title={t`Currency`}>
            <CardBody>
              <Currency key={setting.data.tag} currency={setting.data.data.currency} tag={setting.data.tag} />
            </CardBody>
          </Card>
        )}
      </PageBody>
    </>
  )
}

function Currency({ currency, tag }: { currency: string; tag: string }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const calls = useImpactCalls()
  const form = useForm({
    id: 'currency',
    initial: { currency },
    labels: { currency: t`Money is counted in` },
    check: (v) => ({ currency: /^[A-Za-z]{3}$/.test(v.currency.trim()) ? undefined : t`Three letters such as EUR` }),
    send: async (v) => {
      const now = await calls.currency.mutateAsync({ tag, currency: v.currency.trim().toUpperCase() })
      const name = now.currency
      toasts.show(t`Money is counted in ${name}`)
    },
  })
  return (
    <FormFrame
      form={form}
      name={t`Currency`}
      actions={
        <Button type="submit" busy={form.busy}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <TextInput label={form.labels.currency} maxLength={3} w={160} {...form.field('currency')} />
    </FormFrame>
  )
}
