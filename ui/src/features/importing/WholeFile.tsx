import { useLingui } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import { FieldRow } from '../../components/form/FormFrame'
import { Card, CardBody } from '../../components/layout/Page'
import type { Fault } from './faults'
import { type Mapping, type SourcePart, sourceParts, withValue } from './mapping'
import { useKindWords, usePartWords } from './words'

/** What holds for every row: the kind of signal, and the parts that no column fills. */
export function WholeFile({
  mapping,
  faults,
  onChange,
}: {
  mapping: Mapping
  faults: readonly Fault[]
  onChange: (mapping: Mapping) => void
}) {
  const { t } = useLingui()
  const kinds = useKindWords()
  const words = usePartWords()
  const said = (field: string) => faults.find((f) => f.column === '' && f.field === field)?.message
  const help: Partial<Record<SourcePart, string>> = {
    touch_point: t`Such as “lounge”. Made if it is new.`,
  }
  const part = (of: SourcePart) => {
    const column = mapping[of]?.column
    return (
      <TextInput
        key={of}
        label={words[of]}
        disabled={column !== undefined}
        description={column ? t`From the column ${column}` : help[of]}
        placeholder={t`none`}
        value={column ? '' : (mapping[of]?.value ?? '')}
        error={said(of)}
        onChange={(event) => onChange(withValue(mapping, of, event.currentTarget.value))}
      />
    )
  }
  const [touchPoint, ...others] = sourceParts
  const filled = others.some((of) => mapping[of]?.value !== undefined)
  return (
    <Card title={t`All rows`} remark={t`what holds for each of them`}>
      <CardBody>
        <div className="stack" style={{ gap: 12 }}>
          <FieldRow>
            <NativeSelect
              label={t`Kind of signal`}
              value={mapping.kind}
              error={said('kind')}
              data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
              onChange={(event) => onChange({ ...mapping, kind: event.currentTarget.value as Mapping['kind'] })}
            />
            {part(touchPoint)}
          </FieldRow>
          <details open={filled || undefined}>
            <summary className="link">{t`Unit, employee, channel, language`}</summary>
            <div style={{ paddingTop: 8 }}>
              <FieldRow>{others.map(part)}</FieldRow>
            </div>
          </details>
        </div>
      </CardBody>
    </Card>
  )
}
