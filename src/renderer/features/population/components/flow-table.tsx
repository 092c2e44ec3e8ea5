import { countText } from '@renderer/features/population/describe.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { populationStrings } from '@renderer/features/population/strings.ts'
import type { Distribution } from '@shared/features/population/board.ts'
import { RiskBand } from '@shared/features/population/model.ts'

const s = figureStrings.flow
const { bands } = populationStrings
const from: readonly (RiskBand | null)[] = [...RiskBand.options, null]

/** Whether somebody rose, fell or stayed; the order of the bands is from high to low. */
function moveOf(before: RiskBand | null, now: RiskBand): 'rose' | 'fell' | 'same' | 'none' {
  if (before === null) return 'none'
  const step = RiskBand.options.indexOf(before) - RiskBand.options.indexOf(now)
  return step > 0 ? 'rose' : step < 0 ? 'fell' : 'same'
}

const signs = { rose: '▲ ', fell: '▼ ', same: '', none: '' } as const

/** From which band to which since yesterday; every number leads to the list of the band it came to. */
export function FlowTable(props: {
  readonly distribution: Distribution
  /** Null for those who may not see patients. */
  readonly onBand: ((band: RiskBand, order: 'rise' | 'fall') => void) | null
}) {
  const { flow } = props.distribution
  const { onBand } = props
  const countOf = (before: RiskBand | null, now: RiskBand): number =>
    flow.find((each) => each.from === before && each.to === now)?.patients ?? 0
  return (
    <section className="fig-card" aria-label={s.title}>
      <h2>{s.title}</h2>
      <table className="table flow" aria-label={s.title}>
        <thead>
          <tr>
            <th scope="col">
              {s.from} → {s.to}
            </th>
            {RiskBand.options.map((band) => (
              <th key={band} scope="col" className="numeric">
                {bands[band]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {from.map((before) => {
            const name = before === null ? s.none : bands[before]
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {RiskBand.options.map((now) => {
                  const count = countOf(before, now)
                  const move = moveOf(before, now)
                  const text = `${signs[move]}${countText(count)}`
                  return (
                    <td key={now} className="numeric" data-move={move} data-none={count === 0}>
                      {count === 0 || onBand === null ? (
                        text
                      ) : (
                        <button
                          type="button"
                          className="flow-cell"
                          aria-label={s.cell(name, bands[now], countText(count))}
                          onClick={() => onBand(now, move === 'fell' ? 'fall' : 'rise')}
                        >
                          {text}
                        </button>
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
      {onBand !== null && <p className="fig-note">{s.drill}</p>}
    </section>
  )
}
