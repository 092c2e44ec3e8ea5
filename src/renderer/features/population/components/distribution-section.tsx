import { useStore } from 'zustand'
import { Crossings } from './crossings.tsx'
import { Figure, FiguresState } from './figures-state.tsx'
import { FlowTable } from './flow-table.tsx'
import { Histogram } from './histogram.tsx'
import { countText } from '@renderer/features/population/describe.ts'
import { board, listWith } from '@renderer/features/population/desk.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { useFigures } from '@renderer/features/population/use-figures.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import type { RiskBand, ScoreSpan } from '@shared/features/population/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'

const s = figureStrings.distribution
const PACE_MS = 5_000

/** Those who moved most come first. */
function listBand(band: RiskBand, order: 'rise' | 'fall'): void {
  listWith({ band, scores: null }, order)
}

function listScores(scores: ScoreSpan): void {
  listWith({ band: null, scores }, 'score')
}

function Unscored(props: { readonly count: number; readonly readable: boolean }) {
  return (
    <div className="fig">
      <Figure label={s.unscored} value={countText(props.count)} hint={s.unscoredHint} />
      {props.readable && (
        <Button
          label={s.unscoredList}
          kind="quiet"
          onPress={() => listWith({ band: 'unscored', scores: null }, 'score')}
        />
      )}
    </div>
  )
}

/** How the scores lie, and who moved since yesterday; every part of it leads to the list of those meant. */
export function DistributionSection() {
  const { rights } = usePopulationHost()
  const filter = useStore(board.store, ({ question }) => question.filter)
  const figures = useFigures('population.distribution', { filter }, PACE_MS)
  const { value } = figures
  return (
    <div className="figs" tabIndex={0} role="group" aria-label={s.label}>
      <FiguresState figures={figures} />
      {value !== null && value.patients === 0 && (
        <>
          <Empty kind="nothing" title={s.none.title} text={s.none.text} />
          {value.unscored > 0 && <Unscored count={value.unscored} readable={rights.read} />}
        </>
      )}
      {value !== null && value.patients > 0 && (
        <>
          <div className="figs-row">
            <Figure label={s.patients} value={countText(value.patients)} />
            <Figure label={s.rose} value={`▲ ${countText(value.rose)}`} />
            <Figure label={s.fell} value={`▼ ${countText(value.fell)}`} />
            <Figure label={s.same} value={countText(value.same)} />
            {value.unscored > 0 && <Unscored count={value.unscored} readable={rights.read} />}
          </div>
          <div className="figs-pair">
            <Histogram distribution={value} onScores={rights.read ? listScores : null} />
            <FlowTable distribution={value} onBand={rights.read ? listBand : null} />
          </div>
        </>
      )}
      {rights.read && <Crossings />}
    </div>
  )
}
