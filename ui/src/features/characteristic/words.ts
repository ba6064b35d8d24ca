import { useLingui } from '@lingui/react/macro'
import type { SheetInput } from './queries'

/** The kinds of what is assessed, in words. */
export function useKinds(): readonly { value: SheetInput['kind']; label: string }[] {
  const { t } = useLingui()
  return [
    { value: 'conversation', label: t`Conversation` },
    { value: 'letter', label: t`Letter` },
    { value: 'case', label: t`Case` },
    { value: 'premises', label: t`Premises` },
    { value: 'process', label: t`Process` },
  ]
}
