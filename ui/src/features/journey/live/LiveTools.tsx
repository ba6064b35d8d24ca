import { Trans, useLingui } from '@lingui/react/macro'
import { memo } from 'react'
import { Button } from '../../../components/Button'
import heat from '../../../components/charts/heat.module.css'
import { ErrorState } from '../../../components/feedback/ErrorState'
import { FilterBar } from '../../../components/filter/FilterBar'
import { useSearchState } from '../../../components/filter/useSearchState'
import { Menu } from '../../../components/Menu'
import { type ColourBy, colours } from './colour'
import css from './live.module.css'
import type { Listening } from './useMapLive'

/** The slice that a map's figures show, by what it is coloured, and what is heard and not drawn. */
export const LiveTools = memo(function LiveTools({ of }: { of: Listening }) {
  const { t } = useLingui()
  const [get, set] = useSearchState()
  const words = useColourWords()
  if (!of.may) return null
  const panel = get('open')
  const heard = panel === 'heard'
  return (
    <>
      <FilterBar view={of.view} hide={['touch_point']}>
        <span className={`${css.tools} no-print`}>
          <Menu
            align="start"
            width={220}
            entries={[
              { label: t`No colour`, checked: of.colour === '', onSelect: () => of.setColour('') },
              ...colours.map((by) => ({
                label: words[by],
                checked: of.colour === by,
                onSelect: () => of.setColour(by),
              })),
            ]}
            trigger={
              <Button icon="grid">{of.colour ? t`Coloured by ${words[of.colour].toLowerCase()}` : t`Colour by`}</Button>
            }
          />
          <Button
            icon="signal"
            data-opens="heard"
            aria-pressed={heard}
            onClick={() => set({ open: heard ? undefined : 'heard' })}
          >
            <Trans>Heard, not on the map</Trans>
          </Button>
        </span>
      </FilterBar>
      {of.error !== undefined && (
        <ErrorState
          error={of.error}
          title={t`What is heard on this map could not be fetched.`}
          onRetry={of.view.retry}
        />
      )}
      {of.colour && <ColourLegend by={of.colour} />}
    </>
  )
})

function useColourWords(): Record<ColourBy, string> {
  const { t } = useLingui()
  return {
    figure: t`Figure`,
    change: t`Change`,
    volume: t`Volume`,
    cases: t`Open cases`,
    money: t`Money at risk`,
  }
}

/** What the colours mean; the numbers stand on the cards. */
function ColourLegend({ by }: { by: ColourBy }) {
  const { t } = useLingui()
  const ends: Record<ColourBy, [string, string, string]> = {
    figure: [t`Each figure from its target, or from the whole map where it has none`, t`worse`, t`better`],
    change: [t`Changes that are more than noise`, t`worse`, t`better`],
    volume: [t`Signals in the period`, t`few`, t`most`],
    cases: [t`Cases open now`, t`none`, t`most`],
    money: [t`Money at risk`, t`little`, t`most`],
  }
  const steps =
    by === 'figure' || by === 'change'
      ? [-4, -3, -2, -1, 0, 1, 2, 3, 4]
      : by === 'volume'
        ? [0, 1, 2, 3, 4]
        : [0, -1, -2, -3, -4]
  const [said, low, high] = ends[by]
  return (
    <p className={`${css.legend} small second`}>
      <span>{said}:</span>
      <span>{low}</span>
      <span className={heat.steps} aria-hidden="true">
        {steps.map((step) => (
          <span key={step} className={`${heat.cell} ${css.swatch}`} data-step={step} />
        ))}
      </span>
      <span>{high}</span>
      <span className="muted">
        <Trans>Without colour: too few answers, or none</Trans>
      </span>
    </p>
  )
}
