import { useStore } from 'zustand'
import { Crossings } from './crossings.tsx'
import { Figure, FiguresState } from './figures-state.tsx'
import { FlowTable } from './flow-table.tsx'
import { Histogram } from './histogram.tsx'
import { countText } from '@renderer/features/population/describe.ts'
import { board, screenStore } from '@renderer/features/population/desk.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { useFigures } from '@renderer/features/population/use-figures.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import type { RiskBand } from '@shared/features/population/model.ts'
import { Empty } from '@renderer/ui/empty.tsx'

const s = figureStrings.distribution
const PACE_MS = 5_000

/** Lists a band; from the flow, those who rose most come first. */
function listBand(band: RiskBand, order: 'score' | 'rise'): void {
  const { question } = board.store.getState()
  board.ask({ search: '', order, filter: { ...question.filter, band } })
  screenStore.setState({ section: 'ranking' })
}

/** How the scores lie, and who moved since yesterday; every part of it leads to the list of those meant. */
export function DistributionSection() {
  const { rights } = usePopulationHost()
  const filter = useStore(board.store, ({ question }) => question.filter)
  const figures = useFigures('population.distribution', { filter }, PACE_MS)
  const { value } = figures
  const onBand = rights.read ? listBand : null
  return (
    <div className="figs" tabIndex={0} role="group" aria-label={s.label}>
      <FiguresState figures={figures} />
      {value !== null && value.patients === 0 && (
        <Empty kind="nothing" title={s.none.title} text={s.none.text} />
      )}
      {value !== null && value.patients > 0 && (
        <>
          <div className="figs-row">
            <Figure label={s.patients} value={countText(value.patients)} />
            <Figure label={s.rose} value={`▲ ${countText(value.rose)}`} />
            <Figure label={s.fell} value={`▼ ${countText(value.fell)}`} />
            <Figure label={s.same} value={countText(value.same)} />
          </div>
          <div className="figs-pair">
            <Histogram distribution={value} onBand={onBand} />
            <FlowTable distribution={value} onBand={onBand} />
          </div>
        </>
      )}
      {rights.read && <Crossings />}
    </div>
  )
}
