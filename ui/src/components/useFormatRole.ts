import { useLingui } from '@lingui/react/macro'

export const roles = [
  'owner',
  'admin',
  'manager',
  'analyst',
  'supervisor',
  'evaluator',
  'agent',
  'viewer',
  'client',
] as const

/** The name of a role; one this version doesn't know keeps its key. */
export function useFormatRole(): (role: string) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    owner: t`Owner`,
    admin: t`Administrator`,
    manager: t`Manager`,
    analyst: t`Analyst`,
    supervisor: t`Supervisor`,
    evaluator: t`Evaluator`,
    agent: t`Agent`,
    viewer: t`Viewer`,
    client: t`Client`,
  }
  return (role) => words[role] ?? role
}
