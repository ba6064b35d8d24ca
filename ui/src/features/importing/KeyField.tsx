import { useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { keyOf, type Mapping, withKey } from './mapping'

/** Renames a measure's or an attribute's key. It takes effect on leaving the field: halfway it may be another's. */
export function KeyField({
  of,
  label,
  description,
  value,
  error,
  mapping,
  onChange,
}: {
  of: 'measures' | 'attributes'
  label: string
  description?: string
  value: string
  error?: string
  mapping: Mapping
  onChange: (mapping: Mapping) => void
}) {
  const { t } = useLingui()
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const key = keyOf(text)
  const taken = key !== value && key in (mapping[of] ?? {})
  const commit = () => {
    if (taken) return
    setText(key || value)
    if (key) onChange(withKey(mapping, of, value, key))
  }
  return (
    <TextInput
      label={label}
      description={description}
      value={text}
      error={taken ? t`Another column has this key` : error}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
    />
  )
}
