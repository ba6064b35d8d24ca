import { useLingui } from '@lingui/react/macro'
import type { IconName } from '../../components/Icon'
import { Tag } from '../../components/Tag'
import type { Kind } from './definition'
import type { Survey } from './queries'

export function useKindWords(): Record<Kind, string> {
  const { t } = useLingui()
  return {
    nps: t`NPS, 0 to 10`,
    csat: t`CSAT, 1 to 5`,
    ces: t`CES, 1 to 7`,
    choice: t`Single choice`,
    multiple: t`Multiple choice`,
    short_text: t`Short text`,
    number: t`Number`,
    date: t`Date`,
    long_text: t`Long text`,
    statement: t`Statement`,
  }
}

export function StateTag({ survey }: { survey: Survey }) {
  const { t } = useLingui()
  const words: Record<Survey['state'], [string, 'better' | 'outline' | undefined, IconName]> = {
    draft: [t`Draft`, 'outline', 'edit'],
    open: [t`Open`, 'better', 'check'],
    closed: [t`Closed`, undefined, 'lock'],
  }
  const [word, tone, icon] = words[survey.state]
  return (
    <Tag tone={tone} icon={icon}>
      {word}
    </Tag>
  )
}
