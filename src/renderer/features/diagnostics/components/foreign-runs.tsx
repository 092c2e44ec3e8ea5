import { useStore } from 'zustand'
import { Meter } from './lanes.tsx'
import { foreign, showForeign } from '@renderer/features/diagnostics/desk.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import { useDiagnosticsHost } from '@renderer/features/diagnostics/use-host.ts'
import { type ForeignRun, SpecialistId } from '@shared/features/diagnostics/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { hubTime } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './foreign-runs.css'

const s = diagnosticStrings.foreign

function doneWords({ lanes }: ForeignRun): string {
  return s.progress(lanes.filter(({ done }) => done).length, lanes.length)
}

/** Runs that other programs make, above the list of our own; with a patient only theirs. */
export function ForeignList(props: { readonly patientId: string | null }) {
  const { runs, openedId } = useStore(foreign.store)
  const shown = runs.filter(({ patientId }) => props.patientId === null || patientId === props.patientId)
  if (shown.length === 0) return null
  return (
    <section className="dx-foreign" aria-label={s.title}>
      <h2>{s.title}</h2>
      <ul>
        {shown.map((run) => (
          <li key={run.sessionId}>
            <button
              type="button"
              className="dx-foreign-run"
              aria-pressed={run.sessionId === openedId}
              onClick={() => foreign.open(run.sessionId)}
            >
              <span className="dx-foreign-name">{s.row(run.patientId)}</span>
              <span>{s.states[run.state]}</span>
              <span className="dx-row-sub">{doneWords(run)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A specialist's name as this screen writes it, or as that program does. */
function nameOf(specialist: string): string {
  const known = SpecialistId.safeParse(specialist)
  return known.success ? diagnosticStrings.specialists[known.data] : specialist.replaceAll('_', ' ')
}

function Lane(props: { readonly lane: ForeignRun['lanes'][number]; readonly running: boolean }) {
  const { specialist, done, confidence } = props.lane
  const state = done ? 'done' : props.running ? 'working' : 'stopped'
  const words =
    confidence !== null
      ? diagnosticStrings.percent(confidence)
      : done
        ? s.noConfidence
        : diagnosticStrings.lanes.states[state]
  return (
    <li className="dx-lane" data-state={state}>
      <div className="dx-lane-head">
        <h3>{nameOf(specialist)}</h3>
        <span className="dx-lane-state">{words}</span>
      </div>
      <Meter share={confidence} state={state} />
    </li>
  )
}

/** The opened run of another program: its lanes as far as they were heard of. */
export function ForeignPanel() {
  const { runs, openedId } = useStore(foreign.store)
  const { Banner } = useDiagnosticsHost()
  const run = runs.find(({ sessionId }) => sessionId === openedId)
  if (run === undefined) return null
  return (
    <section className="dx-run" aria-label={s.label}>
      <div className="dx-run-scroll" tabIndex={0} role="group" aria-label={s.label}>
        <Banner patientId={run.patientId} />
        <div className="dx-run-head">
          <span
            className="dx-status"
            data-status={run.state === 'running' ? 'running' : 'cancelled'}
            role="status"
          >
            {s.states[run.state]}
          </span>
          <span className="dx-muted">{s.heard(formatMoment(run.heardAt, hubTime()))}</span>
          <span className="dx-run-buttons">
            <Button label={s.close} kind="quiet" onPress={() => foreign.open(null)} />
          </span>
        </div>
        <p className="dx-band">{s.explain[run.state]}</p>
        <section className="dx-part" aria-label={diagnosticStrings.lanes.label}>
          <div className="dx-part-head">
            <h2>{diagnosticStrings.lanes.label}</h2>
            <span className="dx-muted" role="status">
              {doneWords(run)}
            </span>
          </div>
          {run.lanes.length === 0 ? (
            <p className="dx-muted">{s.none}</p>
          ) : (
            <ul className="dx-lanes">
              {run.lanes.map((lane) => (
                <Lane key={lane.specialist} lane={lane} running={run.state === 'running'} />
              ))}
            </ul>
          )}
        </section>
      </div>
    </section>
  )
}

/** Said where a run for this patient would be begun. */
export function ForeignNote(props: { readonly patientId: string }) {
  const run = useStore(foreign.store, ({ runs }) =>
    runs.find(({ patientId, state }) => patientId === props.patientId && state === 'running'),
  )
  if (run === undefined) return null
  return (
    <div className="dx-band dx-foreign-note" role="status">
      <span>{s.ofPatient}</span>
      <Button label={s.show} kind="quiet" onPress={() => showForeign(run.sessionId)} />
    </div>
  )
}
