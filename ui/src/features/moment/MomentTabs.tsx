import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { PageTabs } from '../../components/layout/PageTabs'

/** The pages of moments of truth, and the period at the end. */
export function MomentTabs({ children }: { children?: ReactNode }) {
  const { t } = useLingui()
  return (
    <PageTabs
      label={t`Moments of truth`}
      tabs={[
        { href: '/moments', label: t`Moments` },
        { href: '/moments/characteristics', label: t`Five characteristics` },
      ]}
    >
      {children}
    </PageTabs>
  )
}
