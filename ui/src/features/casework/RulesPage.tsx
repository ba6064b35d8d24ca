import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Switch } from '@mantine/core'
import { Button, ButtonLink } from '../../components/Button'
import { EmptyState } from '../../components/feedback/EmptyState'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { DataTable } from '../../components/table/DataTable'
import { useMay } from '../../core/session'
import { useFormat } from '../../words/i18n'
import { explain } from '../../words/problems'
import { type Proposal, type Rule, useProposals, useRuleCalls, useRules } from './rule-queries'
import css from './rules.module.css'
import { useRuleWords } from './useRuleWords'
import { useSwitchRule } from './useSwitchRule'
import { useSeverityWords } from './words'

/** Rules that open cases, and ready ones to begin with. */
export function RulesPage() {
  const { t } = useLingui()
  const may = useMay('rule.write')
  const rules = useRules()
  const format = useFormat()
  const words = useRuleWords()
  const severities = useSeverityWords()
  return (
    <>
      <PageHeader
        title={t`Rules`}
        remark={t`each opens a case for every signal it fits`}
        actions={
          may && (
            <ButtonLink kind="primary" icon="plus" href="/rules/new">
              <Trans>New rule</Trans>
            </ButtonLink>
          )
        }
      />
      <PageBody>
        {may && <Proposals />}
        <Card>
          {rules.isError ? (
            <ErrorState
              error={rules.error}
              title={t`The rules could not be fetched.`}
              onRetry={() => rules.refetch()}
            />
          ) : rules.isPending ? (
            <LoadingRows />
          ) : (
            <DataTable
              label={t`Rules`}
              rows={rules.data}
              rowKey={(rule) => rule.id}
              href={(rule) => `/rules/${rule.id}`}
              columns={[
                { id: 'name', header: t`Name`, cell: (r) => <b>{r.name}</b>, sort: (r) => r.name },
                {
                  id: 'when',
                  header: t`Opens a case when`,
                  cell: (r) => <span className={css.when}>{words.whole(r.match, r.conditions)}</span>,
                },
                {
                  id: 'due',
                  header: t`Due after`,
                  cell: (r) => <span className="second nowrap">{format.duration(r.due_hours * 3_600_000)}</span>,
                  sort: (r) => r.due_hours,
                },
                {
                  id: 'severity',
                  header: t`Severity`,
                  cell: (r) => <span className="second">{severities[r.severity]}</span>,
                },
                {
                  id: 'opened',
                  header: t`Opened`,
                  cell: (r) => (
                    <span className="nowrap">
                      <Plural value={r.opened} one="# case" other="# cases" />
                    </span>
                  ),
                  sort: (r) => r.opened,
                  align: 'right',
                },
                { id: 'on', header: t`State`, cell: (r) => <RuleSwitch rule={r} may={may} />, phone: 'keep' },
              ]}
              empty={
                <EmptyState sentence={<Trans>No rule yet: no signal opens a case by itself.</Trans>}>
                  {may && (
                    <ButtonLink kind="primary" href="/rules/new">
                      <Trans>Make a rule</Trans>
                    </ButtonLink>
                  )}
                </EmptyState>
              }
            />
          )}
        </Card>
      </PageBody>
    </>
  )
}

export function RuleSwitch({ rule, may }: { rule: Rule; may: boolean }) {
  const { t } = useLingui()
  const turn = useSwitchRule()
  const { name } = rule
  return (
    <Switch
      size="xs"
      label={rule.on ? t`On` : t`Off`}
      aria-label={rule.on ? t`${name} is on` : t`${name} is off`}
      checked={rule.on}
      disabled={!may}
      onChange={(event) => void turn.to(rule, event.currentTarget.checked)}
    />
  )
}

function Proposals() {
  const { t } = useLingui()
  const proposals = useProposals(true).data ?? []
  if (proposals.length === 0) return null
  return (
    <Card title={t`Ready to use`} remark={t`rules that fit most organisations; they can be changed afterwards`}>
      <ul>
        {proposals.map((proposal) => (
          <ProposalLine key={proposal.key} proposal={proposal} />
        ))}
      </ul>
    </Card>
  )
}

function ProposalLine({ proposal }: { proposal: Proposal }) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const words = useRuleWords()
  const { add } = useRuleCalls()
  const why: Record<string, string> = {
    low_nps: t`Detractors say that they wouldn’t recommend you.`,
    low_csat: t`The bottom two of five.`,
    very_negative: t`Words tell what a score doesn’t.`,
  }
  const { name } = proposal.rule
  const take = async () => {
    try {
      await add.mutateAsync(proposal.rule)
      toasts.show(t`The rule “${name}” is on, for signals from now on`)
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    }
  }
  return (
    <li className={css.proposal}>
      <div className="grow">
        <b>{name}</b>
        <p className="second">{words.whole(proposal.rule.match, proposal.rule.conditions)}</p>
        <p className="muted small">{why[proposal.key] ?? proposal.why}</p>
      </div>
      <Button icon="plus" busy={add.isPending} onClick={take} aria-label={t`Add the rule “${name}”`}>
        <Trans>Add</Trans>
      </Button>
    </li>
  )
}
