import { useLingui } from '@lingui/react/macro'
import type { IconName } from '../../components/Icon'
import type { Kind } from './queries'

/** What each kind of notice is about, as settings name it. */
export function useKindWords(): Record<Kind, string> {
  const { t } = useLingui()
  return {
    assigned: t`A case is given to you`,
    mention: t`Somebody mentions you`,
    watched: t`Something happens to a case you watch`,
    answered: t`The customer answers`,
    reminder: t`A reminder you asked for`,
    escalation: t`A case comes up to you`,
    overdue: t`A case of yours is late`,
    commitment: t`A promise to a customer is broken`,
    compliment: t`A customer praises you or your team`,
    import: t`An import ends`,
    export: t`An export ends`,
    report: t`A scheduled report fails`,
    report_ok: t`A scheduled report is sent`,
    rule: t`A rule stops itself`,
  }
}

export const kindIcons: Record<Kind, IconName> = {
  assigned: 'person',
  mention: 'note',
  watched: 'eye',
  answered: 'mail',
  reminder: 'clock',
  escalation: 'up',
  overdue: 'warning',
  commitment: 'warning',
  compliment: 'sun',
  import: 'import',
  export: 'export',
  report: 'warning',
  report_ok: 'list',
  rule: 'rule',
}
