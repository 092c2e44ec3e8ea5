import { useState } from 'react'
import { resultStrings } from '@renderer/features/diagnostics/strings-result.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import type { Diagnosis } from '@shared/features/diagnostics/model.ts'
import { Button } from '@renderer/ui/button.tsx'

const s = resultStrings.mustNotMiss
const SHOWN = 5

/** What must not be missed: raised and not excluded, and apart from that what could not be checked. */
export function MustNotMiss(props: { readonly diagnosis: Diagnosis }) {
  const { mustNotMiss, unchecked } = props.diagnosis
  const [all, setAll] = useState(false)
  const { percent } = diagnosticStrings
  const raised = all ? mustNotMiss : mustNotMiss.slice(0, SHOWN)
  const open = all ? unchecked : unchecked.slice(0, SHOWN)
  const hidden = mustNotMiss.length + unchecked.length - raised.length - open.length
  return (
    <section className="dx-part" aria-label={s.title}>
      <h2>{s.title}</h2>
      {mustNotMiss.length === 0 && <p className="dx-muted">{s.none}</p>}
      <ul className="dx-dangers">
        {raised.map(({ condition, name, confidence, atMost, missing }) => (
          <li key={condition}>
            <strong>{name}</strong>{' '}
            <span>
              {percent(confidence)}
              {atMost > confidence && `, ${resultStrings.differential.atMost(percent(atMost))}`}
            </span>
            {missing.length > 0 && (
              <span className="dx-muted selectable">{s.missing(missing.join(', '))}</span>
            )}
          </li>
        ))}
      </ul>
      {unchecked.length > 0 && (
        <div className="dx-unchecked">
          <h3>
            {s.unchecked} ({unchecked.length})
          </h3>
          <p className="dx-muted">{s.uncheckedText}</p>
          <ul className="dx-dangers">
            {open.map(({ condition, name, missing }) => (
              <li key={condition}>
                <strong>{name}</strong>
                <span className="dx-muted selectable">{s.missing(missing.join(', '))}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {(hidden > 0 || all) && mustNotMiss.length + unchecked.length > SHOWN && (
        <div>
          <Button
            label={all ? resultStrings.differential.fewer : s.all(mustNotMiss.length + unchecked.length)}
            kind="quiet"
            onPress={() => setAll(!all)}
          />
        </div>
      )}
    </section>
  )
}
