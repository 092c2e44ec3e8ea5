import { countDone, type Lane } from '@renderer/features/diagnostics/lanes.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import './lanes.css'

const s = diagnosticStrings.lanes

/** How sure a specialist is, or that it is at work. */
export function Meter(props: { readonly share: number | null; readonly state: string }) {
  const { share } = props
  return (
    <span className="dx-meter" data-state={props.state} aria-hidden="true">
      <span style={{ width: `${Math.round((share ?? 0) * 100)}%` }} />
    </span>
  )
}

function Model(props: { readonly model: NonNullable<Lane['model']> }) {
  const { state, leading, confidence, reason } = props.model
  return (
    <p className="dx-lane-model" data-state={state}>
      <span className="dx-lane-origin">{s.model}</span>
      <span>
        {state === 'answered' ? (leading ?? s.noHypothesis) : s.modelStates[state]}
        {confidence !== null && ` ${diagnosticStrings.percent(confidence)}`}
        {reason !== null && `: ${reason}`}
      </span>
    </p>
  )
}

function LaneBox(props: { readonly lane: Lane }) {
  const { specialist, state, confidence, told, leading, model } = props.lane
  return (
    <li className="dx-lane" data-state={state}>
      <div className="dx-lane-head">
        <h3>{diagnosticStrings.specialists[specialist]}</h3>
        <span className="dx-lane-state">
          {state === 'done' && confidence !== null ? diagnosticStrings.percent(confidence) : s.states[state]}
        </span>
      </div>
      <Meter share={confidence} state={state} />
      {state === 'done' && told && (
        <p className="dx-lane-local">
          <span className="dx-lane-origin">{s.local}</span>
          <span>{leading ?? s.noHypothesis}</span>
        </p>
      )}
      {model !== null && <Model model={model} />}
    </li>
  )
}

/** A lane per specialist; local rules and the opinion of a model stand apart. */
export function Lanes(props: { readonly lanes: readonly Lane[]; readonly running: boolean }) {
  const { lanes, running } = props
  const done = countDone(lanes)
  const hasModel = lanes.some(({ model }) => model !== null)
  return (
    <section className="dx-part" aria-label={s.label}>
      <div className="dx-part-head">
        <h2>{s.label}</h2>
        <span className="dx-muted" role="status">
          {s.summary(done, lanes.length)}
        </span>
      </div>
      <ul className="dx-lanes">
        {lanes.map((lane) => (
          <LaneBox key={lane.specialist} lane={lane} />
        ))}
      </ul>
      {!running && !hasModel && <p className="dx-muted">{s.noModel}</p>}
    </section>
  )
}
