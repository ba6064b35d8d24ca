import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api, data } from '../../api/client'
import { Button } from '../../components/Button'
import { Progress } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { useMay } from '../../core/session'
import { explain } from '../../words/problems'

/** Begins with `figures`: whatever is recorded and projected moves it, without asking on a clock. */
const demoKey = ['figures', 'demo'] as const

/** For an owner whose organisation has heard nothing: an invented contact centre to look around in. */
export function SampleData() {
  const { t, i18n } = useLingui()
  const may = useMay('demo.write')
  const toasts = useToasts()
  const demo = useQuery({
    queryKey: demoKey,
    queryFn: ({ signal }) => data(api.GET('/demo', { signal })),
    enabled: may,
  })
  const make = useMutation({
    mutationFn: () => data(api.POST('/demo', { body: {} })),
    onError: (error) => toasts.show(explain(i18n, error), { tone: 'failed' }),
    onSettled: () => demo.refetch(),
  })
  if (!may || !demo.data) return null
  const { stage, available, done, total } = demo.data
  const busy = make.isPending || stage === 'waiting' || stage === 'recording' || stage === 'projecting'
  if (busy) {
    const words = t`An invented contact centre is being made`
    return (
      <div style={{ width: 260 }}>
        <p className="second small">{words}</p>
        <Progress share={total > 0 ? done / total : 0} label={words} />
      </div>
    )
  }
  if (!available) return null
  return (
    <Button onClick={() => make.mutate()}>
      <Trans>Try with sample data</Trans>
    </Button>
  )
}
