import { useLingui } from '@lingui/react/macro'
import { PageTabs } from '../../components/layout/PageTabs'

/** The pages of what failures cost. */
export function ImpactTabs() {
  const { t } = useLingui()
  return (
    <PageTabs
      label={t`Where to look first`}
      tabs={[
        { href: '/impact', label: t`Impact areas` },
        { href: '/impact/report', label: t`Report` },
        { href: '/impact/assumptions', label: t`What all share` },
        { href: '/impact/worksheet', label: t`Worksheet` },
      ]}
    />
  )
}
