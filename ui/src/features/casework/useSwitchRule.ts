import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useToasts } from '../../components/feedback/Toasts'
import { explain } from '../../words/problems'
import { switched } from './rule'
import { type Rule, useRuleCalls } from './rule-queries'

/** Switches a rule on or off; the toast switches it back. */
export function useSwitchRule() {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useRuleCalls()
  const [busy, setBusy] = useState(false)
  const put = async (rule: Rule, on: boolean) => {
    setBusy(true)
    try {
      return await calls.edit.mutateAsync({ id: rule.id, version: rule.version, body: switched(rule, on) })
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
      await calls.read(rule.id).catch(() => {})
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    async to(rule: Rule, on: boolean) {
      const after = await put(rule, on)
      if (!after) return undefined
      const { name } = rule
      toasts.show(on ? t`“${name}” is on, for signals from now on` : t`“${name}” is off`, {
        undo: () =>
          void calls
            .read(rule.id)
            .then((now) => put(now, !on))
            .catch((error) => toasts.show(explain(i18n, error), { tone: 'failed' })),
      })
      return after
    },
  }
}
