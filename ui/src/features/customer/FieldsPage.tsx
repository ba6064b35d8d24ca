import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { asProblem } from '../../api/problem'
import { Button } from '../../components/Button'
import { ErrorState } from '../../components/feedback/ErrorState'
import { LoadingRows } from '../../components/feedback/Loading'
import { useToasts } from '../../components/feedback/Toasts'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { useMay } from '../../core/session'
import css from './customer.module.css'
import { keyOf } from './key'
import { type Attribute, type Consent, type Fields, useFields, useSetFields } from './queries'
import { purposes, usePurposeWords } from './words'

/** What the organisation keeps of its customers: segments, attributes, and which purposes need consent. */
export function FieldsPage() {
  const { t } = useLingui()
  const found = useFields()
  return (
    <>
      <PageHeader title={t`Customers`} remark={t`segments, attributes and consent`} />
      <PageBody narrow>
        {found.data ? (
          <Editor key={found.data.version} fields={found.data} />
        ) : (
          <Card>
            {found.isError ? (
              <ErrorState
                error={found.error}
                title={t`The definitions could not be fetched.`}
                onRetry={() => found.refetch()}
              />
            ) : (
              <LoadingRows rows={5} />
            )}
          </Card>
        )}
      </PageBody>
    </>
  )
}

type Segment = NonNullable<Fields['segments']>[number] & { row: number; fresh?: boolean }
type Defined = Attribute & { row: number; fresh?: boolean }

function Editor({ fields }: { fields: Fields }) {
  const { t } = useLingui()
  const toasts = useToasts()
  const may = useMay('organisation.write')
  const set = useSetFields()
  const words = usePurposeWords()
  const rows = useRef(0)
  const [segments, setSegments] = useState<Segment[]>(() =>
    (fields.segments ?? []).map((s) => ({ ...s, row: rows.current++ })),
  )
  const [attributes, setAttributes] = useState<Defined[]>(() =>
    (fields.attributes ?? []).map((a) => ({ ...a, row: rows.current++ })),
  )
  const [optIn, setOptIn] = useState<readonly string[]>(() =>
    (fields.purposes ?? []).filter((p) => p.opt_in).map((p) => p.key),
  )
  const problem = asProblem(set.error)
  const errorAt = (place: string) => problem?.errors.find((e) => e.location.startsWith(place))?.message
  const save = async () => {
    try {
      await set.mutateAsync({
        version: fields.version,
        segments: segments.map(({ key, name }) => ({ key: key || keyOf(name), name: name.trim() })),
        attributes: attributes.map(({ key, name, type, choices }) => ({
          key: key || keyOf(name),
          name: name.trim(),
          type,
          choices: type === 'choice' ? (choices ?? []).map((c) => c.trim()).filter(Boolean) : undefined,
        })),
        purposes: purposes.map((key) => ({ key: key as Consent['purpose'], opt_in: optIn.includes(key) })),
      })
      toasts.show(t`The definitions are saved`)
    } catch {
      // It is shown above the fields.
    }
  }
  const focusLater = (id: string) => setTimeout(() => document.getElementById(id)?.focus())
  return (
    <form
      className="stack"
      style={{ gap: 16 }}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {set.isError && (
        <Card>
          <ErrorState error={set.error} />
        </Card>
      )}
      <Card title={t`Segments`} remark={t`groups you treat as one, such as VIP`}>
        <CardBody>
          <div className={css.list}>
            {segments.map((s, at) => (
              <div key={s.row} className="row">
                <TextInput
                  className="grow"
                  id={`segment-${s.row}`}
                  aria-label={t`Name of the segment`}
                  value={s.name}
                  maxLength={60}
                  disabled={!may}
                  error={errorAt(`body.segments[${at}]`)}
                  onChange={(event) =>
                    setSegments(segments.map((o) => (o.row === s.row ? { ...o, name: event.currentTarget.value } : o)))
                  }
                />
                {may && (
                  <Button
                    kind="quiet"
                    square
                    icon="trash"
                    onClick={() => {
                      setSegments(segments.filter((o) => o.row !== s.row))
                      focusLater('segment-add')
                    }}
                  >
                    {t`Remove ${s.name}`}
                  </Button>
                )}
              </div>
            ))}
            {may && (
              <span>
                <Button
                  id="segment-add"
                  icon="plus"
                  onClick={() => {
                    const row = rows.current++
                    setSegments([...segments, { key: '', name: '', row }])
                    focusLater(`segment-${row}`)
                  }}
                >
                  <Trans>Add a segment</Trans>
                </Button>
              </span>
            )}
          </div>
        </CardBody>
      </Card>
      <Card title={t`Attributes`} remark={t`what else you know of a customer`}>
        <CardBody>
          <div className={css.list}>
            {attributes.map((a, at) => (
              <AttributeLine
                key={a.row}
                of={a}
                may={may}
                error={errorAt(`body.attributes[${at}]`)}
                onChange={(patch) => setAttributes(attributes.map((o) => (o.row === a.row ? { ...o, ...patch } : o)))}
                onRemove={() => {
                  setAttributes(attributes.filter((o) => o.row !== a.row))
                  focusLater('attribute-add')
                }}
              />
            ))}
            {may && (
              <span>
                <Button
                  id="attribute-add"
                  icon="plus"
                  onClick={() => {
                    const row = rows.current++
                    setAttributes([...attributes, { key: '', name: '', type: 'text', row }])
                    focusLater(`attribute-${row}`)
                  }}
                >
                  <Trans>Add an attribute</Trans>
                </Button>
              </span>
            )}
          </div>
        </CardBody>
      </Card>
      <Card title={t`Consent`} remark={t`which purposes wait for a yes`}>
        <CardBody>
          <p className="second" style={{ marginBottom: 8 }}>
            <Trans>A ticked purpose needs consent beforehand. The others hold until a customer withdraws.</Trans>
          </p>
          <div className="stack">
            {purposes.map((key) => (
              <Checkbox
                key={key}
                label={words[key]}
                checked={optIn.includes(key)}
                disabled={!may}
                onChange={(event) =>
                  setOptIn(event.currentTarget.checked ? [...optIn, key] : optIn.filter((k) => k !== key))
                }
              />
            ))}
          </div>
        </CardBody>
      </Card>
      {may && (
        <div>
          <Button kind="primary" type="submit" busy={set.isPending}>
            <Trans>Save</Trans>
          </Button>
        </div>
      )}
    </form>
  )
}

function AttributeLine({
  of,
  may,
  error,
  onChange,
  onRemove,
}: {
  of: Defined
  may: boolean
  error?: string
  onChange: (patch: Partial<Attribute>) => void
  onRemove: () => void
}) {
  const { t } = useLingui()
  return (
    <div className={css.definition}>
      <TextInput
        id={`attribute-${of.row}`}
        aria-label={t`Name of the attribute`}
        value={of.name}
        maxLength={60}
        disabled={!may}
        error={error}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t`Type of ${of.name}`}
        data={[
          { value: 'text', label: t`Text` },
          { value: 'choice', label: t`Choice` },
          { value: 'number', label: t`Number` },
          { value: 'date', label: t`Date` },
        ]}
        value={of.type}
        disabled={!may}
        onChange={(event) => onChange({ type: event.currentTarget.value as Attribute['type'] })}
      />
      {of.type === 'choice' ? (
        <TextInput
          aria-label={t`Choices of ${of.name}, with commas`}
          placeholder={t`S, M, L`}
          defaultValue={(of.choices ?? []).join(', ')}
          disabled={!may}
          onChange={(event) => onChange({ choices: event.currentTarget.value.split(',') })}
        />
      ) : (
        <span />
      )}
      {may && (
        <Button kind="quiet" square icon="trash" onClick={onRemove}>
          {t`Remove ${of.name}`}
        </Button>
      )}
    </div>
  )
}
