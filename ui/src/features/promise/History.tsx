import { useLingui } from '@lingui/react/macro'
import { AppLink } from '../../components/AppLink'
import { Card } from '../../components/layout/Page'
import { grouped } from './grouped'
import { StateTag } from './PromisesPage'
import css from './promise.module.css'
import { type BrandPromise, usePromises } from './queries'

/** What else was, is or may be promised by the same brand to the same customers. */
export function History({ of }: { of: BrandPromise }) {
  const { t } = useLingui()
  const all = usePromises().data ?? []
  const group = grouped(all).find((g) => [g.now, ...g.drafts, ...g.past].some((p) => p?.id === of.id))
  const others = [group?.now, ...(group?.drafts ?? []), ...(group?.past ?? [])].filter(
    (p): p is BrandPromise => p !== undefined && p.id !== of.id,
  )
  if (others.length === 0) return null
  return (
    <Card title={t`Before and after`} remark={t`the same brand, to the same customers`}>
      <ul className={css.past}>
        {others.map((p) => (
          <li key={p.id}>
            <AppLink className={`link ${css.said}`} href={`/promise/${p.id}`} dir="auto">
              {p.text}
            </AppLink>
            <StateTag of={p} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
