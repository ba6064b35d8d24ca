import { Trans } from '@lingui/react/macro'
import { asProblem } from '../../api/problem'
import { AppLink } from '../../components/AppLink'

/** After a refusal because somebody else has the identifier: the way to them, and to merging the two. */
export function TakenBy({ error, of }: { error: unknown; of?: string }) {
  const problem = asProblem(error)
  if (problem?.code !== 'identifier_taken' || typeof problem.args.customer !== 'string') return null
  const { customer } = problem.args
  const name = String(problem.args.name ?? customer)
  return (
    <p>
      <AppLink className="link" href={`/customers/${customer}`}>
        <Trans>Open {name}</Trans>
      </AppLink>
      {of && (
        <>
          {' · '}
          <AppLink className="link" href={`/customers/${customer}/merge/${of}`}>
            <Trans>Merge the two</Trans>
          </AppLink>
        </>
      )}
    </p>
  )
}
