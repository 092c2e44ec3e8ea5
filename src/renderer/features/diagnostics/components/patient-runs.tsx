import { showRun } from '@renderer/features/diagnostics/desk.ts'
import { leadingWords, riskWords } from '@renderer/features/diagnostics/describe.ts'
import { findingStrings as s } from '@renderer/features/diagnostics/strings-findings.ts'
import { diagnosticStrings } from '@renderer/features/diagnostics/strings.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'

const MOST = 10

/** Earlier runs of the patient whose findings are being entered. */
export function PatientRuns(props: { readonly patientId: string }) {
  const { patientId } = props
  const answer = useRequest('diagnostics.list', { patientId, limit: MOST })
  const { list } = diagnosticStrings
  const rows = answer.phase === 'had' && answer.value.kind === 'found' ? answer.value.runs : null
  const problem =
    answer.phase === 'failed'
      ? answer.failure.message
      : answer.phase === 'had' && answer.value.kind === 'could-not-read'
        ? answer.value.reason
        : null
  return (
    <section className="dx-earlier" aria-label={s.earlier}>
      <h2>{s.earlier}</h2>
      {answer.phase === 'asking' && <p className="dx-muted">{list.loading}</p>}
      {problem !== null && <p className="field-problem">{problem}</p>}
      {rows !== null && rows.length === 0 && <p className="dx-muted">{s.earlierNone}</p>}
      {rows !== null && rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <li key={row.sessionId}>
              <button type="button" className="dx-earlier-run" onClick={() => showRun(row)}>
                <span>{formatMoment(row.startedAt, Date.now())}</span>
                <span>{leadingWords(row)}</span>
                <span className="dx-muted">{riskWords(row)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
