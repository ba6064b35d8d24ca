import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Body, data, type Item, idempotencyKey } from '../../api/client'

export type Rule = Item<'/rules'>
export type RuleInput = Body<'/rules', 'post'>
export type Proposal = Item<'/rules/proposals'>

/** `cases` stale means rules stale too: each counts what it has opened. */
export const ruleKeys = {
  all: ['cases', 'rules'] as const,
  list: ['cases', 'rules', 'list'] as const,
  proposals: ['cases', 'rules', 'proposals'] as const,
  trial: (rule: RuleInput, days: number) => ['rule-trial', rule, days] as const,
}

export const useRules = () =>
  useQuery({
    queryKey: ruleKeys.list,
    queryFn: ({ signal }) => data(api.GET('/rules', { signal })),
    select: (list) => list.items ?? [],
  })

export const useProposals = (enabled: boolean) =>
  useQuery({
    queryKey: ruleKeys.proposals,
    queryFn: ({ signal }) => data(api.GET('/rules/proposals', { signal })),
    select: (list) => (list.items ?? []).filter((p) => !p.exists),
    enabled,
  })

/** What a rule has opened, and what became of it. */
export const useRuleRecord = (id: string) =>
  useQuery({
    queryKey: [...ruleKeys.all, 'record', id] as const,
    queryFn: ({ signal }) => data(api.GET('/rules/{id}/record', { params: { path: { id } }, signal })),
  })

/** Segments of customers, for roles that may know them. */
export const useSegments = (enabled: boolean) =>
  useQuery({
    queryKey: ['customers', 'fields'] as const,
    queryFn: ({ signal }) => data(api.GET('/customer-fields', { signal })),
    select: (fields) => fields.segments ?? [],
    enabled,
  })

/** How many cases a rule would have opened; the last answer stays while the next is fetched. */
export const useTrial = (rule: RuleInput, days: number, enabled: boolean) =>
  useQuery({
    queryKey: ruleKeys.trial(rule, days),
    queryFn: ({ signal }) => data(api.POST('/rules/test', { body: { rule, days }, signal })),
    placeholderData: keepPreviousData,
    enabled,
    retry: false,
  })

export function useRuleCalls() {
  const client = useQueryClient()
  const settled = () => client.invalidateQueries({ queryKey: ruleKeys.all })
  return {
    /** How it stands now, from the server. */
    read: async (id: string): Promise<Rule> => {
      const rule = await data(api.GET('/rules/{id}', { params: { path: { id } } }))
      await settled()
      return rule
    },
    add: useMutation({
      mutationFn: (body: RuleInput) =>
        data(api.POST('/rules', { body, params: { header: { 'Idempotency-Key': idempotencyKey() } } })),
      onSuccess: settled,
    }),
    edit: useMutation({
      mutationFn: ({ id, version, body }: { id: string; version: number; body: RuleInput }) =>
        data(api.PUT('/rules/{id}', { params: { path: { id }, header: { 'If-Match': `"${version}"` } }, body })),
      onSuccess: settled,
    }),
    remove: useMutation({
      mutationFn: (id: string) => data(api.DELETE('/rules/{id}', { params: { path: { id } } })),
      onSuccess: settled,
    }),
  }
}
