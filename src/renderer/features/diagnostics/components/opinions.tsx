import { resultStrings } from '@renderer/features/diagnostics/strings-result.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import type { Diagnosis, LocalOpinion, ModelOpinion } from '@shared/features/diagnostics/model.ts'

const s = resultStrings.opinions
const SHOWN = 5

function Local(props: { readonly opinion: LocalOpinion }) {
  const { heard, hypotheses, remarks } = props.opinion
  if (!heard) return <p className="dx-muted">{s.unheard}</p>
  return (
    <>
      {hypotheses.length === 0 && <p className="dx-muted">{s.none}</p>}
      <ul>
        {hypotheses.slice(0, SHOWN).map(({ condition, name, confidence }) => (
          <li key={condition} className="dx-opinion-line">
            <span>{name}</span>
            <span>{diagnosticStrings.percent(confidence)}</span>
          </li>
        ))}
      </ul>
      {remarks.map((text) => (
        <p key={text} className="dx-muted selectable">
          {text}
        </p>
      ))}
    </>
  )
}

function Model(props: { readonly opinion: ModelOpinion }) {
  const { outcome, model, promptVersion } = props.opinion
  return (
    <div className="dx-opinion-model">
      <h4>{s.model(model, promptVersion)}</h4>
      {outcome.kind === 'failed' && <p>{s.failed(outcome.reason)}</p>}
      {outcome.kind === 'not-asked' && <p className="dx-muted">{s.notAsked(outcome.reason)}</p>}
      {outcome.kind === 'answered' && (
        <>
          {outcome.hypotheses.length === 0 && <p className="dx-muted">{s.none}</p>}
          <ul>
            {outcome.hypotheses.map(({ condition, name, confidence, reason }) => (
              <li key={condition}>
                <span className="dx-opinion-line">
                  <span>{name}</span>
                  <span>{diagnosticStrings.percent(confidence)}</span>
                </span>
                <span className="dx-muted selectable">{reason}</span>
              </li>
            ))}
          </ul>
          {outcome.concern !== '' && <p className="selectable">{outcome.concern}</p>}
        </>
      )}
    </div>
  )
}

/** What each specialist says: the local rules, and apart from them a model where one was asked. */
export function Opinions(props: { readonly diagnosis: Diagnosis }) {
  const { local, model } = props.diagnosis
  return (
    <details className="dx-details">
      <summary>{s.title}</summary>
      <ul className="dx-opinions">
        {local.map((opinion) => (
          <li key={opinion.specialist}>
            <h3>{diagnosticStrings.specialists[opinion.specialist]}</h3>
            <h4>{s.local}</h4>
            <Local opinion={opinion} />
            {model
              .filter(({ specialist }) => specialist === opinion.specialist)
              .map((each) => (
                <Model key={each.model} opinion={each} />
              ))}
          </li>
        ))}
      </ul>
    </details>
  )
}
