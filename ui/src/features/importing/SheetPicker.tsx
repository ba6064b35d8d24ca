import { useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import { address } from '../../components/filter/search'
import { Card, CardBody } from '../../components/layout/Page'
import type { Upload } from './mapping'

/** Which sheet of a workbook is mapped. Each is imported for itself. */
export function SheetPicker({ upload }: { upload: Upload }) {
  const { t } = useLingui()
  const router = useRouter()
  const sheets = upload.sheets ?? []
  if (sheets.filter((s) => s.upload).length < 2) return null
  return (
    <Card title={t`Sheet`} remark={t`each is imported for itself`}>
      <CardBody>
        <NativeSelect
          aria-label={t`Sheet of the workbook`}
          value={upload.upload}
          data={sheets.map((s) => ({
            value: s.upload ?? `empty ${s.name}`,
            label: !s.upload ? t`${s.name} (no rows)` : s.hidden ? t`${s.name} (hidden)` : s.name,
            disabled: !s.upload,
          }))}
          onChange={(event) =>
            void router.navigate({ href: address('/imports/new', { upload: event.currentTarget.value }) })
          }
        />
      </CardBody>
    </Card>
  )
}
