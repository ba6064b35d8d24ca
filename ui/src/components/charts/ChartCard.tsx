import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useRef } from 'react'
import { Button } from '../Button'
import { Card } from '../layout/Page'
import { slug } from '../table/csv'
import css from './drawing.module.css'
import { downloadPng } from './png'

/** A drawing with its table of numbers beside or under it, and the drawing as a picture. */
export function ChartCard({
  title,
  remark,
  drawing,
  table,
  children,
}: {
  title: string
  remark: string
  /** One drawing, or two side by side with their names. */
  drawing: readonly { name: string; chart: ReactNode }[]
  table: ReactNode
  /** What must be read with it. */
  children?: ReactNode
}) {
  const { t } = useLingui()
  const area = useRef<HTMLDivElement>(null)
  const picture = () => {
    const all = [...(area.current?.querySelectorAll<SVGSVGElement>('svg[data-chart]') ?? [])]
    all.forEach((svg, at) => void downloadPng(svg, `${slug(title, drawing[at]?.name ?? '')}.png`))
  }
  return (
    <Card
      title={title}
      remark={remark}
      controls={
        <span className="no-print">
          <Button kind="quiet" icon="export" onClick={picture} title={t`The drawing as a picture`}>
            PNG
          </Button>
        </span>
      }
    >
      <div ref={area} className={css.drawings} data-two={drawing.length === 2 ? '' : undefined}>
        {drawing.map(({ name, chart }) => (
          <div key={name}>
            {drawing.length === 2 && <h3 className={css.sideName}>{name}</h3>}
            {chart}
          </div>
        ))}
      </div>
      {children}
      {table}
    </Card>
  )
}
