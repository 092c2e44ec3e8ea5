import { ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { whyStrings as s } from '@renderer/features/population/strings-card.ts'
import type { FurtherScore } from '@shared/features/population/board.ts'
import { hubTime } from '@renderer/ui/ticker.ts'
import { formatAge } from '@renderer/ui/time-format.ts'
import { formatValue } from '@renderer/ui/value-format.ts'

type Result = FurtherScore['result']

function resultText(result: Result): string {
  switch (result.kind) {
    case 'scored':
      return `${formatValue(result.value)} · ${result.band}`
    case 'incomplete':
      return s.incomplete(formatValue(result.lowest), formatValue(result.highest))
    case 'refused':
      return s.refused
  }
}

function ResultNote(props: { readonly result: Result }) {
  const { result } = props
  switch (result.kind) {
    case 'scored':
      return <p className="selectable">{result.meaning}</p>
    case 'incomplete':
      return (
        <>
          <p className="selectable">{s.missing(result.missing.join(', '))}</p>
          {result.possible.length > 0 && (
            <p className="selectable">{s.possible(result.possible.join(', '))}</p>
          )}
        </>
      )
    case 'refused':
      return <p className="selectable">{result.reason}</p>
  }
}

function Inputs(props: { readonly score: FurtherScore }) {
  const { title, inputs } = props.score
  if (inputs.length === 0) return null
  const now = hubTime()
  return (
    <table className="table why-table" aria-label={s.inputs(title)}>
      <thead>
        <tr>
          <th scope="col">{s.input}</th>
          <th scope="col">{s.inputValue}</th>
          <th scope="col">{s.inputAge}</th>
          <th scope="col" className="numeric">
            {s.points}
          </th>
        </tr>
      </thead>
      <tbody>
        {inputs.map(({ label, input, points, at }) => (
          <tr key={label}>
            <td>{label}</td>
            <td>{input}</td>
            <td>{at === null ? s.ageUnknown : formatAge(at, now)}</td>
            <td className="numeric">{points === null ? '–' : formatValue(points)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Score(props: { readonly score: FurtherScore }) {
  const { score } = props
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <li className="further">
      <button
        type="button"
        className="further-head"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight aria-hidden="true" />
        <span className="further-title">{score.title}</span>
        <span className="further-result" data-kind={score.result.kind}>
          {resultText(score.result)}
        </span>
      </button>
      <div id={id} className="further-body" hidden={!open}>
        {open && (
          <>
            <ResultNote result={score.result} />
            <Inputs score={score} />
            <p className="why-note selectable">{s.source(score.source)}</p>
          </>
        )}
      </div>
    </li>
  )
}

/** Scores of the literature, each with its inputs and their ages, its source, its bounds and what is missing. */
export function FurtherScores(props: { readonly scores: readonly FurtherScore[] }) {
  const { scores } = props
  return (
    <section className="why-part" aria-label={s.further}>
      <h3>{s.further}</h3>
      {scores.length === 0 ? (
        <p className="why-note">{s.furtherNone}</p>
      ) : (
        <ul className="further-list">
          {scores.map((score) => (
            <Score key={score.name} score={score} />
          ))}
        </ul>
      )}
    </section>
  )
}
