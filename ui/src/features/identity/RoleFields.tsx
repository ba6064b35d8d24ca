import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { FieldRow } from '../../components/form/FormFrame'
import type { Form } from '../../components/form/useForm'
import { roles, useFormatRole } from '../../components/useFormatRole'
import { useSession } from '../../core/session'
import type { Role } from './queries'
import { useUnitOptions } from './useUnitChoice'

type Reach = { role: Role; unit: string }

/** The roles a person may give: nobody hands out more than they have. The server decides; this only offers. */
export function grantable(giver: string | undefined): readonly Role[] {
  if (giver === 'owner') return roles
  return giver === 'admin' ? roles.filter((role) => role !== 'owner') : []
}

/** A role, what it means, and how far it reaches. */
export function RoleFields<V extends Reach & Record<string, unknown>>({ form: wider }: { form: Form<V> }) {
  const { t } = useLingui()
  // Every form here has these two fields; the rest is not looked at.
  const form = wider as unknown as Form<Reach>
  const name = useFormatRole()
  const means = useRoleMeaning()
  const giver = useSession().data?.role
  const units = useUnitOptions()
  const { role, unit } = form.values
  return (
    <>
      <FieldRow>
        <NativeSelect
          label={form.labels.role}
          data={grantable(giver).map((value) => ({ value, label: name(value) }))}
          aria-describedby={`${form.id('role')}-means`}
          {...form.field('role')}
        />
        <NativeSelect
          label={form.labels.unit}
          data={[{ value: '', label: t`Whole organisation` }, ...units]}
          {...form.field('unit')}
        />
      </FieldRow>
      <p id={`${form.id('role')}-means`} className="second small" aria-live="polite">
        {means[role]}{' '}
        {unit !== '' &&
          t`Only for this unit and those below it; what is common to the whole organisation stays out of reach.`}
      </p>
    </>
  )
}

/** What each role may do, in a sentence (internal/identity/permission.go). */
function useRoleMeaning(): Record<Role, string> {
  const { t } = useLingui()
  return {
    owner: t`May do everything, also make others owners.`,
    admin: t`May do everything but make others owners: people, tokens, structure, and all that is measured.`,
    manager: t`Sees all figures, works cases, and sets metrics, surveys, imports and rules. Can’t change people or tokens.`,
    analyst: t`Sees all figures and sets metrics, surveys and imports. Reads cases without working them.`,
    supervisor: t`Sees figures, signals and surveys, and works cases. Sets nothing.`,
    evaluator: t`Reads figures, signals and surveys. No cases.`,
    agent: t`Works cases. Sees no figures.`,
    viewer: t`Reads figures, signals and surveys. No cases.`,
    client: t`Of an operator’s client: sees one scorecard, and nothing else.`,
  }
}
