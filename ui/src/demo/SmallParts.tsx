import { Checkbox, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { Button } from '../components/Button'
import { CopyField } from '../components/CopyField'
import { CaseClock } from '../components/case/CaseClock'
import { FieldRow, FormFrame } from '../components/form/FormFrame'
import { useForm } from '../components/form/useForm'
import { Card, CardBody } from '../components/layout/Page'
import { SentimentTag } from '../components/SentimentTag'
import { Tag } from '../components/Tag'

const hour = 3_600_000
const from = (hours: number) => new Date(Date.now() + hours * hour).toISOString()
const clocks = [
  { state: 'open', opened_at: from(-2), due_at: from(3.4) },
  { state: 'open', opened_at: from(-6), due_at: from(0.7) },
  { state: 'open', opened_at: from(-6), due_at: from(-1.2) },
  { state: 'waiting', opened_at: from(-6), due_at: from(4) },
  { state: 'closed', opened_at: from(-6), due_at: from(4), resolved_at: from(-1) },
]

export function SmallParts() {
  const form = useForm({
    id: 'demo',
    initial: { objective: 'CSAT, call back on a disputed payment', target: '49', approver: 'Head of service', why: '' },
    labels: { objective: 'Objective', target: 'Target', approver: 'Approver', why: 'Why' },
    check: (v) => ({ target: Number(v.target) > 53.8 ? undefined : 'Must be above 53.8' }),
    send: async () => {},
  })
  return (
    <>
      <Card title="Form with validation">
        <CardBody>
          <FormFrame
            form={form}
            name="Sample"
            actions={
              <>
                <Button kind="primary" type="submit">
                  Submit
                </Button>
                <Button>Keep as draft</Button>
              </>
            }
          >
            <TextInput label="Objective" {...form.field('objective')} />
            <FieldRow>
              <TextInput label="From" value="53.8 %, measured" disabled readOnly />
              <TextInput label="Target" {...form.field('target')} />
            </FieldRow>
            <Select
              label="Approver"
              description="Limit €250 k, all sites"
              data={['Head of service', 'Director']}
              {...form.control('approver')}
            />
            <Textarea label="Why" {...form.field('why')} />
            <Checkbox label="Ask the customer again" />
            <Switch label="On" defaultChecked />
          </FormFrame>
        </CardBody>
      </Card>
      <Card title="Tags, faces, clocks">
        <CardBody>
          <div className="stack">
            <div className="row wrap">
              <Tag>Plain</Tag>
              <Tag tone="accent">Open</Tag>
              <Tag tone="worse">Broken</Tag>
              <Tag tone="better" icon="check">
                Published
              </Tag>
              <Tag tone="soon">Not saved</Tag>
              <Tag tone="outline">C</Tag>
            </div>
            <div className="row wrap">
              {['very_negative', 'negative', 'mixed', 'positive', 'very_positive'].map((word) => (
                <SentimentTag key={word} word={word} />
              ))}
            </div>
            {clocks.map((clock) => (
              <CaseClock key={clock.due_at + clock.state} of={clock} />
            ))}
            <CopyField label="Link" value="https://touchstone.example/s/k3w9f2" />
          </div>
        </CardBody>
      </Card>
    </>
  )
}
