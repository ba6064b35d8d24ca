/** Sentences for the codes of problems; an unknown code keeps the server's English sentence. */
import type { I18n, MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { asProblem, type Problem } from '../api/problem'

type Args = Record<string, unknown>

const known: Record<string, (args: Args) => MessageDescriptor> = {
  unreachable: () => msg`The server can’t be reached. Check the connection; what you entered is kept.`,
  wrong_credentials: () => msg`E-mail or password is wrong.`,
  too_many_attempts: (args) => {
    const seconds = Number(args.wait_seconds ?? 60)
    return msg`Too many attempts. Try again in ${seconds} seconds.`
  },
  changed_meanwhile: () =>
    msg`Somebody changed this meanwhile. Load it again to see their change; yours is still here.`,
  not_allowed: () => msg`Your role does not allow this. Ask an administrator of the organisation.`,
  not_found: () => msg`This does not exist, or not in this organisation.`,
  wrong_setup_code: () => msg`The set-up code is wrong. It is printed where the server was started.`,
  already_set_up: () => msg`This installation is set up already. Sign in instead.`,
}

const byStatus: Record<number, MessageDescriptor> = {
  401: msg`You are signed out. Sign in again.`,
  403: msg`Your role does not allow this. Ask an administrator of the organisation.`,
  404: msg`This does not exist, or not in this organisation.`,
  502: msg`The server is not answering. Try again in a moment.`,
  503: msg`The server is busy. Try again in a moment.`,
}

/** What to tell a person about any failure. */
export function explain(i18n: I18n, error: unknown): string {
  const problem = asProblem(error)
  if (!problem) return i18n._(msg`Something went wrong in this page. Load it again.`)
  return sentence(i18n, problem)
}

function sentence(i18n: I18n, problem: Problem): string {
  const said = known[problem.code]
  if (said) return i18n._(said(problem.args))
  const fallback = byStatus[problem.status]
  if (fallback && (!problem.message || problem.message === problem.title)) return i18n._(fallback)
  if (problem.status >= 500)
    return i18n._(byStatus[problem.status] ?? msg`The server failed. Nothing was changed; try again.`)
  return problem.message
}
