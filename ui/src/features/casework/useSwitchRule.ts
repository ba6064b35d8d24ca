import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { asProblem } from '../../api/problem'
import { useToasts } from '../../components/feedback/Toasts'
import { explain } from '../../words/problems'
import { type Flood, floodOf, switched } from './rule'
import { type Rule, useRuleCalls } from './rule-queries'

/** Switches a rule on or off; the toast switches it back. */
export function useSwitchRule(onFlood?: (flood: Flood) => void) {
  const { t, i18n } = useLingui()
  const toasts = useToasts()
  const calls = useRuleCalls()
  const [busy, setBusy] = useState(false)
  const put = async (rule: Rule, on: boolean, agreed?: number) => {
    setBusy(true)
    try {
      const body = { ...switched(rule, on), ...(agreed ? { agreed } : {}) }
      return await calls.edit.mutateAsync({ id: rule.id, version: rule.version, body })
    } catch (error) {
      const flood = floodOf(asProblem(error))
      if (flood && onFlood) {
        onFlood(flood)
        return undefined
      }
      toasts.show(explain(i18n, error), { tone: 'failed' })
      await calls.read(rule.id).catch(() => {})
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    async to(rule: Rule, on: boolean, agreed?: number) {
      const after = await put(rule, on, agreed)
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
