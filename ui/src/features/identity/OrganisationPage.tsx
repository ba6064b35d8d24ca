import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, Select, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { AppLink } from '../../components/AppLink'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { FormFrame } from '../../components/form/FormFrame'
import { useForm } from '../../components/form/useForm'
import { Card, CardBody, Facts, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useMay } from '../../core/session'
import { type Organisation, useEditOrganisation, useOrganisation } from './queries'

/** The organisation's name and the zone its days are cut in. */
export function OrganisationPage() {
  const { t } = useLingui()
  const answer = useOrganisation()
  const may = useMay('organisation.write')
  return (
    <>
      <PageHeader title={t`Organisation`} remark={t`its name and its time zone`} />
      <PageBody narrow>
        <Card>
          {answer.isError ? (
            <ErrorState
              error={answer.error}
              title={t`The organisation could not be loaded`}
              onRetry={() => answer.refetch()}
            />
          ) : answer.isPending ? (
            <LoadingRows rows={3} />
          ) : (
            <CardBody>
              {may ? (
                <Edit organisation={answer.data} />
              ) : (
                <Facts
                  items={[
                    [t`Name`, answer.data.name],
                    [t`Time zone`, answer.data.zone],
                  ]}
                />
              )}
            </CardBody>
          )}
        </Card>
      </PageBody>
    </>
  )
}

function Edit({ organisation }: { organisation: Organisation }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const edit = useEditOrganisation()
  const zones = useMemo(
    () => [...new Set([organisation.zone, 'UTC', ...Intl.supportedValuesOf('timeZone')])],
    [organisation.zone],
  )
  const form = useForm({
    id: 'organisation',
    initial: {
      name: organisation.name,
      zone: organisation.zone,
      two_factor_required: organisation.two_factor_required,
    },
    labels: { name: t`Name`, zone: t`Time zone`, two_factor_required: t`Everybody signs in with two factors` },
    check: (v) => ({
      name: v.name.trim() ? undefined : t`Name the organisation`,
      zone: v.zone ? undefined : t`Choose a time zone`,
    }),
    send: async (v) => {
      // Only what differs: an unchanged zone must not project anything anew.
      await edit.mutateAsync({
        name: v.name.trim() === organisation.name ? undefined : v.name.trim(),
        zone: v.zone === organisation.zone ? undefined : v.zone,
        two_factor_required:
          v.two_factor_required === organisation.two_factor_required ? undefined : v.two_factor_required,
      })
      toasts.show(t`Saved`)
    },
  })
  return (
    <FormFrame
      form={form}
      name={t`Organisation`}
      actions={
        <Button kind="primary" type="submit" busy={form.busy} disabled={!form.changed}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <TextInput label={form.labels.name} autoComplete="organization" {...form.field('name')} />
      <Select
        label={form.labels.zone}
        description={t`Days, weeks and months of all figures are counted in it.`}
        data={zones}
        searchable
        allowDeselect={false}
        limit={60}
        nothingFoundMessage={t`No time zone is called that`}
        {...form.control('zone')}
      />
      <p className="second small">
        <Trans>
          Changing the time zone projects all figures anew, in the background. Until that is done, figures keep the old
          days; see{' '}
          <AppLink className="link" href="/settings/jobs" style={{ textDecoration: 'underline' }}>
            Jobs
          </AppLink>
          .
        </Trans>
      </p>
      <Checkbox
        id={form.id('two_factor_required')}
        label={form.labels.two_factor_required}
        description={t`Members without it are led to set it up before anything else opens. Set it up for yourself first, under Your account.`}
        checked={form.values.two_factor_required}
        error={form.errors.two_factor_required}
        onChange={(event) => form.set({ two_factor_required: event.currentTarget.checked })}
      />
    </FormFrame>
  )
}
