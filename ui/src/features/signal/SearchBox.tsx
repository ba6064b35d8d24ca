import { Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Button } from '../../components/Button'
import { Chooser } from '../../components/filter/Chooser'
import { Icon } from '../../components/Icon'

/** Words to look for in comments; Enter searches. While something is searched, its order and a way to keep it as a filter. */
export function SearchBox({
  words,
  best,
  onSearch,
  onSort,
  onKeep,
}: {
  words: string
  best: boolean
  onSearch: (words: string) => void
  onSort: (best: boolean) => void
  onKeep: () => void
}) {
  const { t } = useLingui()
  const [typed, setTyped] = useState(words)
  return (
    <>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            onSearch(typed.trim())
          }}
        >
          <TextInput
            type="search"
            aria-label={t`Search comments`}
            placeholder={t`Search comments`}
            title={t`Words in any order, "a phrase", begin*, -not, one OR the other`}
            leftSection={<Icon name="search" />}
            value={typed}
            maxLength={300}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
              if (event.currentTarget.value === '' && words) onSearch('')
            }}
            style={{ width: 220 }}
          />
        </form>
      </search>
      {words && (
        <>
          <Chooser
            label={t`Order`}
            value={best ? 'relevance' : 'newest'}
            options={[
              { value: 'newest', label: t`newest first` },
              { value: 'relevance', label: t`best fit first` },
            ]}
            onChange={(next) => onSort(next === 'relevance')}
          />
          <Button kind="quiet" icon="filter" onClick={onKeep}>
            <Trans>Keep as a filter</Trans>
          </Button>
        </>
      )}
    </>
  )
}
