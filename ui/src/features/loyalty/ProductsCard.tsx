import { Trans, useLingui } from '@lingui/react/macro'
import { Card, CardBody } from '../../components/layout/Page'
import { type Column, DataTable } from '../../components/table/DataTable'
import { Cell, Worded } from './Cell'
import type { Product } from './queries'
import { useSaid } from './words'

/** How many contacts each product needs: the best service is a product that needs none. */
export function ProductsCard({ products }: { products: Product[] }) {
  const { t } = useLingui()
  const said = useSaid()
  if (products.length === 0) return null
  const columns: Column<Product>[] = [
    { id: 'name', header: t`Product`, cell: (p) => p.name, sort: (p) => p.name },
    {
      id: 'contacts',
      header: t`Contacts`,
      align: 'right',
      phone: 'under',
      cell: (p) => <Worded n={p.contacts} word={t`contacts`} />,
      sort: (p) => p.contacts,
    },
    {
      id: 'sold',
      header: t`Sold`,
      align: 'right',
      phone: 'under',
      cell: (p) => <Worded n={p.sold} word={t`sold`} />,
      sort: (p) => p.sold,
    },
    {
      id: 'per',
      header: t`Contacts per unit sold`,
      align: 'right',
      phone: 'keep',
      cell: (p) =>
        p.per_sold ? (
          <Cell of={p.per_sold} say={said.number} />
        ) : (
          <span className="muted small">
            <Trans>none sold</Trans>
          </span>
        ),
      sort: (p) => p.per_sold?.estimate,
    },
  ]
  return (
    <Card title={t`Contacts by product`} remark={t`of the last year; the best service is a product that needs none`}>
      <DataTable label={t`Contacts per unit sold`} columns={columns} rows={products} rowKey={(p) => p.name} />
      <CardBody>
        <p className="second small">
          <Trans>
            Signals name the product in an attribute, purchases in their own field; those of the same name belong
            together.
          </Trans>
        </p>
      </CardBody>
    </Card>
  )
}
