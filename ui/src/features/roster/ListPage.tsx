import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { ButtonLink } from '../../components/Button'
import { useToasts } from '../../components/feedback/Toasts'
import type { Search } from '../../components/filter/search'
import { FileDrop } from '../../components/form/FileDrop'
import { Card, CardBody, PageBody } from '../../components/layout/Page'
import { PageHeader } from '../../components/layout/PageHeader'
import { explain } from '../../words/problems'
import { Found } from './Found'
import { type ListName, lists, sendFile } from './queries'
import { RunCard } from './RunCard'
import { Runs } from './Runs'
import { useListWords } from './words'

/** Takes in a file of units, people, employees, customers or purchases: choose it, look what would come of it, take it in. */
export function ListPage() {
  const { list } = useParams({ strict: false }) as { list: string }
  const known = lists.find((one) => one === list)
  return known ? <Known key={known} list={known} /> : <Unknown />
}

function Unknown() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`Lists`} />
      <PageBody>
        <Card>
          <CardBody>
            <p>
              <Trans>There is no list of that kind.</Trans>
            </p>
          </CardBody>
        </Card>
      </PageBody>
    </>
  )
}

function Known({ list }: { list: ListName }) {
  const { i18n } = useLingui()
  const words = useListWords(list)
  const toasts = useToasts()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Search
  const [busy, setBusy] = useState(false)
  const upload = typeof search.upload === 'string' ? search.upload : ''
  const run = typeof search.run === 'string' ? search.run : ''
  const go = (next: { upload?: string; run?: string }) => void navigate({ to: '.', search: next as never })
  const choose = async (file: File) => {
    setBusy(true)
    try {
      go({ upload: await sendFile(file) })
    } catch (error) {
      toasts.show(explain(i18n, error), { tone: 'failed' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <PageHeader title={words.title} crumb={{ label: words.homeName, href: words.home }} />
      <PageBody>
        {run ? (
          <RunCard id={run} onAnother={() => go({})} />
        ) : upload ? (
          <Found list={list} upload={upload} onTaken={(id) => go({ run: id })} onAnother={() => go({})} />
        ) : (
          <>
            <Choose list={list} busy={busy} onFile={(file) => void choose(file)} />
            <Runs list={list} />
          </>
        )}
      </PageBody>
    </>
  )
}

function Choose({ list, busy, onFile }: { list: ListName; busy: boolean; onFile: (file: File) => void }) {
  const { t } = useLingui()
  const words = useListWords(list)
  return (
    <Card title={t`Choose the file`} remark={t`nothing is changed before you have seen what would come of it`}>
      <CardBody>
        <div className="stack" style={{ gap: 12 }}>
          <p className="second">{words.about}</p>
          <FileDrop
            label={t`A CSV file or a workbook`}
            accept=".csv,.tsv,.txt,.xlsx,.ndjson"
            busy={busy}
            onFile={onFile}
          />
          <span>
            <ButtonLink kind="quiet" icon="import" href={template(list)} download={`${list}.csv`}>
              <Trans>An empty file to fill in</Trans>
            </ButtonLink>
          </span>
        </div>
      </CardBody>
    </Card>
  )
}

const headings: Record<ListName, string> = {
  units: 'key,name,parent,kind,partner,owner',
  people: 'email,name,role,unit',
  employees: 'external_id,name,unit,from,left_on',
  customers: 'external_id,email,name,phone,language,segments',
  purchases: 'key,customer,at,product,amount,currency,quantity,state,refund_of',
  subscriptions: 'key,customer,started,ended,product,amount,currency,period,reason',
}
const template = (list: ListName) => `data:text/csv;charset=utf-8,${encodeURIComponent(`${headings[list]}\n`)}`
