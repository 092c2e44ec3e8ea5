import './chip.css'

/** A short fact. `danger` for what can hurt, `unknown` (dashed) for what nobody told, `demo` for simulated data. */
export function Chip(props: {
  readonly tone: 'plain' | 'danger' | 'unknown' | 'demo' | 'doubt'
  readonly text: string
}) {
  return (
    <span className="chip" data-tone={props.tone}>
      {props.text}
    </span>
  )
}
