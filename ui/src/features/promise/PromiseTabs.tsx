import { useLingui } from '@lingui/react/macro'
import { PageTabs } from '../../components/layout/PageTabs'

/** The pages of what is promised and wanted. */
export function PromiseTabs() {
  const { t } = useLingui()
  return (
    <PageTabs
      label={t`Promise`}
      tabs={[
        { href: '/promise', label: t`Promises` },
        { href: '/promise/processes', label: t`Processes` },
        { href: '/promise/priorities', label: t`Priorities` },
      ]}
    />
  )
}
