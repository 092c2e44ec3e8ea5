import { IntervalBar } from './interval-bar.tsx'
import { StandingChip } from './standing-chip.tsx'
import { type Interval, intervalWords, scoreWords } from '@renderer/features/clinical-risk/interval.ts'
import { riskStrings as s } from '@renderer/features/clinical-risk/strings.ts'
import { resultStrings } from '@renderer/features/clinical-risk/strings-result.ts'
import type { Assessment, Recommendation, RiskPart } from '@shared/features/clinical-risk/model.ts'
import { useNow } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { formatValue } from '@renderer/ui/value-format.ts'
import './assessment-view.css'

const w = resultStrings.why
const PACE_MS = 30_000
const partNames = ['age', 'medication', 'history'] as const

function inFormula({ low, high }: Interval): string {
  return low === high ? scoreWords(low) : `[${intervalWords({ low, high })}]`
}

function physicianWords({ requiresPhysicianReview, standing }: Assessment): string {
  if (!requiresPhysicianReview) return w.notNeeded
  return standing === 'possible' ? w.physicianPossible : w.physician
}

/** The score with its formula and limits, and whether a physician has to look. */
export function AssessmentHead(props: { readonly assessment: Assessment }) {
  const { assessment } = props
  const { age, medication, history } = assessment.parts
  return (
    <div className="cr-score">
      <div className="cr-score-line">
        <span className="cr-score-value">{intervalWords(assessment)}</span>
        <StandingChip standing={assessment.standing} />
        <span className="cr-muted">{resultStrings.meanings[assessment.standing]}</span>
      </div>
      <IntervalBar interval={assessment} tone={assessment.standing} scale />
      <p className="cr-formula selectable">
        <span className="cr-muted">{w.formula}</span>{' '}
        {w.mean(inFormula(age), inFormula(medication), inFormula(history))}
      </p>
      <p className="cr-physician" data-needed={assessment.requiresPhysicianReview}>
        {physicianWords(assessment)}
      </p>
    </div>
  )
}

function Basis(props: { readonly name: string; readonly part: RiskPart }) {
  const { part } = props
  if (part.basis.length === 0) return <p className="cr-muted">{w.nothingKnown}</p>
  return (
    <table className="table cr-basis" aria-label={props.name}>
      <thead>
        <tr>
          <th scope="col">{w.basis}</th>
          <th scope="col">{w.input}</th>
          <th scope="col" className="numeric">
            {w.points}
          </th>
        </tr>
      </thead>
      <tbody>
        {part.basis.map((line, index) => (
          // Lines have no name of their own; their order is the engine's and does not change.
          <tr key={`${index} ${line.label}`}>
            <td className="selectable">{line.label}</td>
            <td className="selectable">{line.input}</td>
            <td className="numeric">{line.points === null ? w.noPoints : formatValue(line.points)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** One of the three parts: its interval, what it rests on line by line, what is missing, and where it comes from. */
function Part(props: { readonly name: string; readonly part: RiskPart }) {
  const { name, part } = props
  return (
    <section className="cr-part" aria-label={w.partSaid(name, intervalWords(part))}>
      <div className="cr-part-head">
        <h3>{name}</h3>
        <IntervalBar interval={part} tone="part" />
        <span className="cr-part-value">{intervalWords(part)}</span>
      </div>
      <Basis name={name} part={part} />
      {part.missing.length > 0 && (
        <p className="cr-missing selectable">
          <span className="cr-missing-title">{w.missing}</span> {part.missing.join(' · ')}
        </p>
      )}
      <p className="cr-source selectable">{w.source(part.source)}</p>
    </section>
  )
}

export function AssessmentParts(props: { readonly assessment: Assessment }) {
  return (
    <div className="cr-parts">
      {partNames.map((name) => (
        <Part key={name} name={resultStrings.parts[name]} part={props.assessment.parts[name]} />
      ))}
    </div>
  )
}

/** How much was known, and what was not. */
export function AssessmentConfidence(props: { readonly assessment: Assessment }) {
  const { confidence, missing } = props.assessment
  return (
    <section className="cr-known" aria-label={w.confidence}>
      <p>
        <span className="cr-known-value">{s.percent(confidence)}</span> {w.confidence.toLowerCase()}{' '}
        <span className="cr-muted">{w.confidenceHint}</span>
      </p>
      {missing.length === 0 ? (
        <p className="cr-muted">{w.missingNone}</p>
      ) : (
        <>
          <p className="cr-missing selectable">
            <span className="cr-missing-title">{w.missing}</span> {missing.join(' · ')}
          </p>
          <p className="cr-muted">{w.missingHint}</p>
        </>
      )}
    </section>
  )
}

function RecommendationLine(props: { readonly line: Recommendation }) {
  const { line } = props
  return (
    <li className="cr-recommendation selectable" data-urgency={line.urgency}>
      <p>
        <span className="cr-urgency">{w.urgencies[line.urgency]}</span> {line.text}
      </p>
      <p className="cr-muted">{w.because(line.because)}</p>
      <p className="cr-muted">{w.source(line.source)}</p>
    </li>
  )
}

export function AssessmentRecommendations(props: { readonly assessment: Assessment }) {
  const { recommendations } = props.assessment
  return (
    <section className="cr-recommended" aria-label={w.recommendations}>
      <h3>{w.recommendations}</h3>
      {recommendations.length === 0 ? (
        <p className="cr-muted">{w.noRecommendation}</p>
      ) : (
        <ul>
          {recommendations.map((line) => (
            <RecommendationLine key={line.id} line={line} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** When and by which tables it was made. */
export function AssessmentVersion(props: { readonly assessment: Assessment }) {
  const now = useNow(PACE_MS)
  const { assessedAt, version } = props.assessment
  return <p className="cr-source selectable">{w.made(formatMoment(assessedAt, now), version)}</p>
}

/** Whether a model read the notes, and why its reading is not used. Nothing for a station without a model. */
export function AssessmentNotes(props: { readonly assessment: Assessment }) {
  const { notes } = props.assessment
  if (notes === undefined) return null
  return (
    <>
      {notes.model !== null && <p className="cr-muted">{resultStrings.card.readBy(notes.model)}</p>}
      {notes.remarks.map((remark) => (
        <p className="cr-muted" key={remark}>
          {remark}
        </p>
      ))}
    </>
  )
}
