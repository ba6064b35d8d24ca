import { useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import { asProblem, fieldErrors } from '../../api/problem'
import { explain } from '../../words/problems'

type Errors<V> = Partial<Record<keyof V & string, string>>

export type Form<V> = {
  values: V
  set: (patch: Partial<V>) => void
  errors: Errors<V>
  /** What is wrong with the whole, belonging to no field. */
  trouble: string
  busy: boolean
  /** Whether anything differs from what the form began with. */
  changed: boolean
  labels: Record<keyof V & string, string>
  id: (name: keyof V & string) => string
  /** For a text field: id, name, value, error, onChange. */
  field: <N extends keyof V & string>(
    name: N,
  ) => {
    id: string
    name: N
    value: V[N]
    error: string | undefined
    onChange: (event: { currentTarget: { value: string } }) => void
  }
  /** For parts that hand over a value (Select, NumberInput, own controls). */
  control: <N extends keyof V & string>(
    name: N,
  ) => { id: string; name: N; value: V[N]; error: string | undefined; onChange: (value: V[N] | null) => void }
  submit: (event?: { preventDefault: () => void }) => Promise<void>
  reset: (values?: V) => void
}

/**
 * A form's values and what is wrong with them. `check` answers with an error per field; the server's
 * problem.errors are put beside their fields by location. Input is always kept.
 */
export function useForm<V extends Record<string, unknown>>(of: {
  id: string
  initial: V
  labels: Record<keyof V & string, string>
  check?: (values: V) => Errors<V>
  send: (values: V) => Promise<unknown>
}): Form<V> {
  const { i18n } = useLingui()
  const [start, setStart] = useState(of.initial)
  const [values, setValues] = useState(of.initial)
  const [errors, setErrors] = useState<Errors<V>>({})
  const [trouble, setTrouble] = useState('')
  const [busy, setBusy] = useState(false)
  const sending = useRef(false)
  const names = Object.keys(of.labels) as (keyof V & string)[]
  const id = (name: string) => `${of.id}-${name.replaceAll('.', '-')}`

  const set = (patch: Partial<V>) => {
    setValues((now) => ({ ...now, ...patch }))
    setErrors((now) => {
      const rest = { ...now }
      for (const name of Object.keys(patch)) delete rest[name as keyof V & string]
      return rest
    })
  }
  const fail = (found: Errors<V>, whole: string) => {
    setErrors(found)
    setTrouble(whole)
    // After the summary is drawn: it is what a screen reader must hear, and its links lead to the fields.
    setTimeout(() => document.getElementById(`${of.id}-summary`)?.focus())
  }
  const submit = async (event?: { preventDefault: () => void }) => {
    event?.preventDefault()
    if (sending.current) return
    const checked = of.check?.(values) ?? {}
    const wrong = Object.fromEntries(Object.entries(checked).filter(([, message]) => message)) as Errors<V>
    if (Object.keys(wrong).length > 0) return fail(wrong, '')
    sending.current = true
    setBusy(true)
    setErrors({})
    setTrouble('')
    try {
      await of.send(values)
      setStart(values)
    } catch (error) {
      const problem = asProblem(error)
      const { '': rest, ...byField } = problem ? fieldErrors(problem, names) : {}
      const nothingNamed = Object.keys(byField).length === 0
      fail(byField as Errors<V>, nothingNamed ? [explain(i18n, error), rest].filter(Boolean).join(' ') : (rest ?? ''))
    } finally {
      sending.current = false
      setBusy(false)
    }
  }
  return {
    values,
    set,
    errors,
    trouble,
    busy,
    changed: JSON.stringify(values) !== JSON.stringify(start),
    labels: of.labels,
    id,
    field: (name) => ({
      id: id(name),
      name,
      value: values[name],
      error: errors[name],
      onChange: (event) => set({ [name]: event.currentTarget.value } as unknown as Partial<V>),
    }),
    control: (name) => ({
      id: id(name),
      name,
      value: values[name],
      error: errors[name],
      onChange: (value) => set({ [name]: value } as unknown as Partial<V>),
    }),
    submit,
    reset: (next = of.initial) => {
      setStart(next)
      setValues(next)
      setErrors({})
      setTrouble('')
    },
  }
}
