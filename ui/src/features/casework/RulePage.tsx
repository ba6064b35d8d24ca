import { useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import { Problem } from '../../api/problem'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useSession } from '../../core/session'
import { RuleEditor } from './RuleEditor'
import { draftOf, emptyDraft } from './rule'
import { useRules } from './rule-queries'

/** One rule, or a new one at /rules/new. */
export function RulePage() {
  const { t } = useLingui()
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const me = useSession().data?.user?.id ?? null
  const rules = useRules()
  const crumb = { label: t`Rules`, href: '/rules' }
  if (id === 'new') return <RuleEditor key="new" start={emptyDraft(me)} crumb={crumb} />
  const rule = rules.data?.find((one) => one.id === id)
  if (rule) return <RuleEditor key={id} rule={rule} start={draftOf(rule)} crumb={crumb} />
  return (
    <>
      <PageHeader title={t`Rule`} crumb={crumb} />
      <PageBody>
        <Card>
          {rules.isPending ? (
            <LoadingRows />
          ) : (
            <ErrorState
              error={rules.error ?? new Problem({ status: 404, code: 'not_found' })}
              title={rules.isError ? t`The rule could not be fetched.` : t`This rule has ended. Its cases stay.`}
              onRetry={() => rules.refetch()}
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}
