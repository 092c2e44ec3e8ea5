import { ChevronRight } from 'lucide-react'
import { useId, useMemo, useState } from 'react'
import {
  differentialRows,
  type DifferentialRow,
  signed,
} from '@renderer/features/diagnostics/differential.ts'
import { resultStrings } from '@renderer/features/diagnostics/strings-result.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import type { Diagnosis, Evidence } from '@shared/features/diagnostics/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import './differential.css'

const s = resultStrings.differential
const SHOWN = 6

function EvidenceList(props: {
  readonly title: string
  readonly evidence: readonly Evidence[]
  readonly none: string
}) {
  return (
    <div>
      <h3>{props.title}</h3>
      {props.evidence.length === 0 ? (
        <p className="dx-muted">{props.none}</p>
      ) : (
        <ul className="dx-evidence">
          {props.evidence.map(({ text, points }) => (
            <li key={text}>
              <span className="selectable">{text}</span>
              <span aria-label={s.points(signed(points))} role="img">
                {signed(points)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Basis(props: { readonly row: DifferentialRow }) {
  const { hypothesis, atMost, heldBy } = props.row
  const { percent, specialists } = diagnosticStrings
  return (
    <>
      <p className="dx-muted">
        {s.confidence(percent(hypothesis.confidence))}
        {atMost > hypothesis.confidence && `, ${s.atMost(percent(atMost))}`}
      </p>
      {heldBy.length > 0 && (
        <p>{s.holds(heldBy.map(({ specialist }) => specialists[specialist]).join(', '))}</p>
      )}
      <div className="dx-basis-columns">
        <EvidenceList title={s.for} evidence={hypothesis.for} none={s.nothingFor} />
        <EvidenceList title={s.against} evidence={hypothesis.against} none={s.nothingAgainst} />
      </div>
      {hypothesis.missing.length > 0 && (
        <p>
          <strong>{s.missing}: </strong>
          <span className="selectable">{hypothesis.missing.join(', ')}</span>
        </p>
      )}
      <p className="dx-muted selectable">{s.source(hypothesis.source)}</p>
    </>
  )
}

function Row(props: { readonly row: DifferentialRow }) {
  const { row } = props
  const { hypothesis, contradictedBy, atMost } = row
  const [open, setOpen] = useState(row.rank === 1)
  const id = useId()
  const percent = (share: number): string => `${Math.round(share * 100)}%`
  return (
    <li
      className="dx-hypothesis"
      data-danger={hypothesis.mustNotMiss}
      data-dissent={contradictedBy.length > 0}
    >
      <button
        type="button"
        className="dx-hypothesis-head"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight aria-hidden="true" />
        <span className="dx-rank">{row.rank}</span>
        <span className="dx-name">
          <span>{hypothesis.name}</span>
          {hypothesis.mustNotMiss && <Chip tone="danger" text={s.mustNotMiss} />}
          {contradictedBy.length > 0 && <Chip tone="doubt" text={s.dissentCount(contradictedBy.length)} />}
        </span>
        <span className="dx-bar" aria-hidden="true">
          <span className="dx-bar-most" style={{ width: percent(atMost) }} />
          <span className="dx-bar-is" style={{ width: percent(hypothesis.confidence) }} />
        </span>
        <span className="dx-share">{diagnosticStrings.percent(hypothesis.confidence)}</span>
      </button>
      <div id={id} className="dx-basis" hidden={!open}>
        {open && <Basis row={row} />}
      </div>
    </li>
  )
}

/** The ranked differential as bars; each opens to what speaks for it, against it, and what is missing. */
export function Differential(props: { readonly diagnosis: Diagnosis }) {
  const { diagnosis } = props
  const rows = useMemo(() => differentialRows(diagnosis), [diagnosis])
  const [all, setAll] = useState(false)
  const shown = all ? rows : rows.slice(0, SHOWN)
  return (
    <section className="dx-part" aria-label={s.title}>
      <h2>{s.title}</h2>
      {rows.length === 0 ? (
        <p>{s.none}</p>
      ) : (
        <>
          <ol className="dx-differential" aria-label={s.label}>
            {shown.map((row) => (
              <Row key={row.hypothesis.condition} row={row} />
            ))}
          </ol>
          <p className="dx-muted">{s.legend}</p>
          {rows.length > SHOWN && (
            <div>
              <Button label={all ? s.fewer : s.all(rows.length)} kind="quiet" onPress={() => setAll(!all)} />
            </div>
          )}
        </>
      )}
    </section>
  )
}
