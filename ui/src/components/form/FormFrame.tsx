import { Plural } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Icon } from '../Icon'
import css from './form.module.css'
import type { Form } from './useForm'

/** A form with its summary of errors on top and its buttons below. */
export function FormFrame<V extends Record<string, unknown>>({
  form,
  name,
  children,
  actions,
}: {
  form: Form<V>
  name: string
  children: ReactNode
  actions: ReactNode
}) {
  return (
    <form className={css.form} aria-label={name} onSubmit={form.submit} noValidate>
      <FormErrors form={form} />
      {children}
      <div className="row wrap">{actions}</div>
    </form>
  )
}

/** What needs a change, each a link to its field. Nothing while nothing is wrong. */
export function FormErrors<V extends Record<string, unknown>>({ form }: { form: Form<V> }) {
  const wrong = (Object.keys(form.labels) as (keyof V & string)[]).filter((name) => form.errors[name])
  if (wrong.length === 0 && !form.trouble) return null
  const count = wrong.length
  const summary = `${form.id('')}summary`
  return (
    <div className={css.errors} role="alert" id={summary} tabIndex={-1}>
      <Icon name="warning" />
      <div>
        {count > 0 && (
          <p>
            <b>
              <Plural value={count} one="One field needs a change." other="# fields need a change." />
            </b>{' '}
            {wrong.map((name, at) => (
              <span key={name}>
                {at > 0 && ', '}
                <a
                  href={`#${form.id(name)}`}
                  onClick={(event) => {
                    event.preventDefault()
                    document.getElementById(form.id(name))?.focus()
                  }}
                >
                  {form.labels[name]}
                </a>
              </span>
            ))}
          </p>
        )}
        {form.trouble && <p>{form.trouble}</p>}
      </div>
    </div>
  )
}

/** Fields side by side, under one another on phones. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className={css.pair}>{children}</div>
}
