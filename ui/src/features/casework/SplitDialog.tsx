import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox, TextInput } from '@mantine/core'
import { FormDialog } from '../../components/form/FormDialog'
import { useForm } from '../../components/form/useForm'
import { useFormat } from '../../words/i18n'
import css from './beside.module.css'
import { useBesideCalls } from './beside-queries'
import type { CaseFile } from './queries'
import { moment } from './words'

/** A second case out of a part of one, with the notes that belong to it. */
export function SplitDialog({
  of,
  onClose,
  onSplit,
}: {
  of: CaseFile
  onClose: () => void
  onSplit: (made: CaseFile) => void
}) {
  const { t } = useLingui()
  const format = useFormat()
  const calls = useBesideCalls()
  const notes = (of.story ?? []).filter((event) => event.kind === 'note' || event.kind === 'received')
  const form = useForm({
    id: 'split',
    initial: { title: '', notes: [] as string[] },
    labels: { title: t`What the second case is about`, notes: t`Notes that it tells too` },
    check: (v) => ({ title: v.title.trim() ? undefined : t`Give the second case a title` }),
    send: async (v) => {
      onSplit(await calls.split(of.id, { title: v.title.trim(), notes: v.notes }))
    },
  })
  const { ref } = of
  const { notes: chosen } = form.values
  return (
    <FormDialog title={t`Split ${ref}`} deed={t`Make a second case`} form={form} onClose={onClose}>
      <p className="second">
        <Trans>It is about the same customer and signal. Merging it back undoes this.</Trans>
      </p>
      <TextInput label={form.labels.title} maxLength={200} data-autofocus {...form.field('title')} />
      {notes.length > 0 && (
        <fieldset className={css.refused}>
          <legend className="small second">{form.labels.notes}</legend>
          {notes.map((note) => (
            <Checkbox
              key={note.id}
              label={`${moment(note.at, format)}: ${note.text?.slice(0, 80) ?? ''}`}
              checked={chosen.includes(note.id)}
              onChange={() =>
                form.set({
                  notes: chosen.includes(note.id) ? chosen.filter((id) => id !== note.id) : [...chosen, note.id],
                })
              }
            />
          ))}
        </fieldset>
      )}
    </FormDialog>
  )
}
