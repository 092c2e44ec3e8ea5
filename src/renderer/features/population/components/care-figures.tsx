import { Figure, FiguresState } from './figures-state.tsx'
import { countText } from '@renderer/features/population/describe.ts'
import { board, screenStore } from '@renderer/features/population/desk.ts'
import { figureStrings } from '@renderer/features/population/strings-figures.ts'
import { useFigures } from '@renderer/features/population/use-figures.ts'
import { usePopulationHost } from '@renderer/features/population/use-host.ts'
import type { CareFigures as Figures } from '@shared/features/population/board.ts'
import { everybody } from '@shared/features/population/model.ts'

const s = figureStrings.care
const PACE_MS = 30_000

function listOf(careManager: string): void {
  board.ask({ search: '', order: 'score', filter: { ...everybody, careManager } })
  screenStore.setState({ section: 'ranking' })
}

function Managers(props: { readonly managers: Figures['managers'] }) {
  const { rights } = usePopulationHost()
  const { managers } = props
  return (
    <section className="fig-card" aria-label={s.managers}>
      <h2>{s.managers}</h2>
      {managers.length === 0 ? (
        <p className="fig-note">{s.none}</p>
      ) : (
        <table className="table" aria-label={s.managers}>
          <thead>
            <tr>
              <th scope="col">{s.manager}</th>
              {[s.patients, s.high, s.snoozed, s.overdue, s.contacts, s.reached].map((name) => (
                <th key={name} scope="col" className="numeric">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {managers.map(({ manager, patients, high, snoozed, overdue, contacts, reached }) => (
              <tr key={manager}>
                <td>
                  {rights.read ? (
                    <button type="button" className="flow-cell" onClick={() => listOf(manager)}>
                      {manager}
                    </button>
                  ) : (
                    manager
                  )}
                </td>
                <td className="numeric">{countText(patients)}</td>
                <td className="numeric">{countText(high)}</td>
                <td className="numeric">{countText(snoozed)}</td>
                <td className="numeric" data-late={overdue > 0}>
                  {countText(overdue)}
                </td>
                <td className="numeric">{countText(contacts)}</td>
                <td className="numeric">{countText(reached)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Efficiency(props: { readonly lines: Figures['efficiency'] }) {
  return (
    <section className="fig-card" aria-label={s.efficiency}>
      <h2>{s.efficiency}</h2>
      <table className="table efficiency" aria-label={s.efficiency}>
        <thead>
          <tr>
            {[s.figure, s.before, s.promised, s.ours].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.lines.map(({ id, before, seed, ours, why }) => (
            <tr key={id}>
              <th scope="row">{s.ids[id]}</th>
              <td>{before}</td>
              <td>{seed}</td>
              <td>
                {ours === null ? (
                  <span className="fig-unknown">{s.notYet}</span>
                ) : (
                  <strong>
                    {ours.text} <span className="fig-note">({s.cases(countText(ours.cases))})</span>
                  </strong>
                )}
                <span className="fig-why">{why}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What each care manager carries, and the promised figures beside those of what happened here. */
export function CareFigures() {
  const figures = useFigures('population.care-figures', {}, PACE_MS)
  const { value } = figures
  return (
    <div className="figs" tabIndex={0} role="group" aria-label={s.label}>
      <FiguresState figures={figures} />
      {value !== null && (
        <>
          <div className="figs-row">
            <Figure label={s.unassigned} value={countText(value.unassignedHigh)} />
          </div>
          <Managers managers={value.managers} />
          <Efficiency lines={value.efficiency} />
        </>
      )}
    </div>
  )
}
