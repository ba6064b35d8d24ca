import { useState } from 'react'
import { Problem } from '../api/problem'
import { Button } from '../components/Button'
import { Bars } from '../components/charts/Bars'
import { FigureTable } from '../components/charts/FigureTable'
import { TrendChart } from '../components/charts/TrendChart'
import { ConfirmDialog } from '../components/feedback/ConfirmDialog'
import { EmptyState } from '../components/feedback/EmptyState'
import { ErrorState, Notice } from '../components/feedback/ErrorState'
import { LoadingRows, Progress } from '../components/feedback/Loading'
import { useToasts } from '../components/feedback/Toasts'
import { Tile, Tiles } from '../components/figure/Tile'
import { FilterBar } from '../components/filter/FilterBar'
import { useView } from '../components/filter/useView'
import { FileDrop } from '../components/form/FileDrop'
import { Card, CardBody, Columns, Facts, PageBody } from '../components/layout/Page'
import { PageHeader } from '../components/layout/PageHeader'
import { Menu } from '../components/Menu'
import { SegmentedControl } from '../components/SegmentedControl'
import { SentimentTag } from '../components/SentimentTag'
import { useFormat } from '../words/i18n'
import { SmallParts } from './SmallParts'
import { csat, mean, nps, row, touchPoints, trend } from './samples'

/** Every shared component with made-up data, only in development: look here before and after changing one. */
export function StatesPage() {
  const view = useView('last_month')
  const format = useFormat()
  const points = trend.map((p, at) => ({
    ...p,
    label: format.bucket(p.key),
    short: format.bucket(p.key, true),
    ...(at === 5 ? { n: 12, too_few: true } : {}),
  }))
  return (
    <>
      <PageHeader
        title="States"
        remark="every screen uses these"
        actions={
          <>
            <span className="muted small not-phone">Data to 4 Nov, 14:15</span>
            <Menu
              trigger={<Button icon="export">Export</Button>}
              remark="Same figures as the screen, each with n and interval"
              entries={[
                { label: 'Table, CSV', keyHint: 'C' },
                { label: 'Workbook, XLSX', keyHint: 'X' },
                { label: 'Picture, PNG or SVG', keyHint: 'P' },
              ]}
            />
          </>
        }
      />
      <FilterBar view={view} />
      <PageBody>
        <p className="second" style={{ fontSize: 14 }}>
          <b style={{ color: 'var(--ink)' }}>Two figures fell by more than noise.</b> The fall is largest at{' '}
          <b style={{ color: 'var(--ink)' }}>Call back on a disputed payment</b>.{' '}
          <button type="button" className="link">
            See what changed
          </button>
        </p>
        <Tiles label="Figures">
          <Tile
            metric={nps}
            row={row({}, '', 23.7, 3.3, 2184, 29.5, 'lower')}
            against="September"
            target={32}
            href="/_states"
            definition="Promoters less detractors."
          />
          <Tile
            metric={csat}
            row={row({}, '', 77.6, 1.3, 3912, 78.5)}
            against="September"
            target={80}
            href="/_states"
            definition="Share of 4 and 5."
          />
          <Tile
            metric={{ ...csat, name: 'Commitments kept' }}
            row={row({}, '', 91.3, 1.6, 1127, 87.9, 'higher')}
            against="September"
            href="/_states"
          />
          <Tile
            metric={{ ...mean, name: 'Closing letter, mean' }}
            row={row({}, '', 3.1, 0.9, 14)}
            against="September"
            href="/_states"
          />
          <Tile metric={{ ...nps, name: 'Loading' }} against="September" />
        </Tiles>
        <Columns
          aside={
            <>
              <SmallParts />
              <Card title="Empty">
                <EmptyState sentence="No survey has been answered in this period.">
                  <Button kind="primary">Make a survey</Button>
                  <Button>Try with sample data</Button>
                </EmptyState>
              </Card>
            </>
          }
        >
          <TrendChart
            title="NPS by month"
            points={points}
            domain={[-100, 100]}
            unit="points"
            target={32}
            marks={[{ key: '2026-10', label: 'Change: call-back desk moved, 28 Sep' }]}
            href={(p) => `/_states?month=${p.key}`}
          />
          <Card
            title="Touch points by CSAT"
            remark="lowest first · band 95 % · bar September"
            link={{ label: 'All 14', href: '/_states' }}
          >
            <FigureTable
              label="Touch points by CSAT"
              metric={csat}
              dimension="touch_point"
              dimensionName="Touch point"
              rows={touchPoints}
              against="September"
              target={80}
              href={(r) => `/_states?where=touch_point:${r.by.touch_point}`}
            />
          </Card>
          <Card title="Why, by answer">
            <Bars
              label="Why, by answer"
              unit="%"
              bars={[
                { key: 'a', label: 'Nobody called back', value: 42, low: 37, high: 47, n: 318, too_few: false },
                {
                  key: 'b',
                  label: 'Had to repeat the story',
                  value: 31,
                  low: 26,
                  high: 36,
                  n: 318,
                  too_few: false,
                  href: '/_states',
                },
                { key: 'c', label: 'Something else', value: 12, low: 4, high: 30, n: 20, too_few: true },
              ]}
            />
          </Card>
          <Feedback />
        </Columns>
      </PageBody>
    </>
  )
}

function Feedback() {
  const toasts = useToasts()
  const [asked, setAsked] = useState(false)
  const [shown, setShown] = useState('mine')
  return (
    <>
      <Card title="Loading" remark="3,912 responses, 7 s so far">
        <Progress share={0.64} label="Loading" />
        <LoadingRows />
      </Card>
      <Card>
        <ErrorState
          error={new Problem({ status: 507, detail: 'Free 40 MB on the server, or export fewer months.' })}
          title="The export could not be written: the disk is full."
          kept="Your filters are kept."
          onRetry={() => {}}
        >
          <Button kind="quiet">Choose fewer months</Button>
        </ErrorState>
      </Card>
      <Notice tone="soon" icon="warning">
        Scores after 9 June 2015 are on another scale: 67 values are left out.
      </Notice>
      <FileDrop label="Choose a file of reviews" accept=".csv" onFile={(file) => toasts.show(file.name)} />
      <Card title="Toast, dialog, switch">
        <CardBody>
          <div className="row wrap">
            <Button
              onClick={() =>
                toasts.show('Case C-2417 closed. Asking again on Fri 13 Nov.', { undo: () => toasts.show('Undone') })
              }
            >
              Toast
            </Button>
            <Button
              onClick={() =>
                toasts.show('Not sent: the mail server said no.', {
                  tone: 'failed',
                  action: { label: 'Open draft', run: () => {} },
                })
              }
            >
              Failed
            </Button>
            <Button onClick={() => setAsked(true)}>Dialog</Button>
            <Button kind="primary" keyHint="Ctrl ↵">
              Send
            </Button>
            <SegmentedControl
              label="Whose"
              value={shown}
              onChange={setShown}
              options={[
                { value: 'mine', label: 'Mine' },
                { value: 'team', label: 'Team' },
                { value: 'none', label: 'Unassigned' },
              ]}
            />
            <SentimentTag word="mixed" />
          </div>
          <Facts
            items={[
              ['Phone', '+31 6 5550 0142'],
              ['Language', 'English'],
            ]}
          />
        </CardBody>
      </Card>
      <ConfirmDialog
        opened={asked}
        title="Publish version 5 of “Current account”?"
        deed="Publish version 5"
        onClose={() => setAsked(false)}
        onConfirm={async () => {}}
      >
        Version 4 stays readable and keeps its figures. A published version can’t be edited or taken back.
      </ConfirmDialog>
    </>
  )
}
