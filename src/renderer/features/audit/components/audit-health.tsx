import { auditDesk as desk } from '@renderer/features/audit/store.ts'
import { auditStrings } from '@renderer/features/audit/strings.ts'
import { Button } from '@renderer/ui/button.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import type { AuditStatus, VerifyReport } from '@shared/features/audit/model.ts'

const s = auditStrings.health

function Report(props: { readonly report: VerifyReport }) {
  const { report } = props
  const { hub } = report.compared
  return (
    <div className="audit-report" data-intact={report.intact} role="status">
      <p className="audit-verdict">
        {report.intact
          ? s.intact(report.entries, (report.ms / 1_000).toFixed(2))
          : s.broken(report.faultCount)}
      </p>
      {!report.intact && (
        <ul className="audit-faults">
          {report.faults.map((fault) => (
            <li key={`${fault.kind} ${fault.segment} ${fault.fromSeq}`}>
              {s.inFile(fault.segment, fault.sentence)}
            </li>
          ))}
        </ul>
      )}
      <p className="audit-note">{hub === null ? s.hubNotAsked : s.comparedHub(hub)}</p>
    </div>
  )
}

function Verification(props: { readonly verification: AuditStatus['verification'] }) {
  const { verification } = props
  switch (verification.phase) {
    case 'never':
      return null
    case 'running':
      return (
        <div className="audit-progress">
          <progress
            aria-label={s.verifying}
            value={verification.done}
            max={Math.max(1, verification.total)}
          />
          <span className="audit-note">{s.progress(verification.done, verification.total)}</span>
        </div>
      )
    case 'finished':
      return verification.result.map((report) => <Report key={report.station} report={report} />)
    case 'failed':
      return (
        <p className="audit-warning" role="alert">
          {verification.sentence}
        </p>
      )
  }
}

function exportLine(exporting: AuditStatus['exporting']): string | null {
  switch (exporting.phase) {
    case 'never':
      return null
    case 'running':
      return s.exporting
    case 'finished':
      return exporting.result.cancelled ? s.cancelled : s.exported(exporting.result.entries)
    case 'failed':
      return exporting.sentence
  }
}

/** How the audit does, and what can be done with it: verify and export. */
export function AuditHealth(props: { readonly status: AuditStatus }) {
  const { status } = props
  const now = Date.now()
  const verifying = status.verification.phase === 'running'
  const exporting = status.exporting.phase === 'running'
  const told = exportLine(status.exporting)
  return (
    <section className="audit-card" aria-label={s.label}>
      {status.blocked !== null && (
        <div className="audit-blocked" role="alert">
          <p>{s.blocked}</p>
          <p>{status.blocked}</p>
        </div>
      )}
      {status.conflicts.map((conflict) => (
        <p key={conflict} className="audit-warning" role="alert">
          {conflict}
        </p>
      ))}
      <ul className="audit-facts">
        <li>
          {status.lastAt === null ? s.noEntry : s.last(status.lastSeq, formatMoment(status.lastAt, now))}
        </li>
        <li>
          {status.publishedAt === null
            ? s.unpublished
            : s.published(status.publishedSeq, formatMoment(status.publishedAt, now))}
        </li>
        <li>{s.copies(status.copiesOf)}</li>
        <li>{s.retention(status.retentionYears)}</li>
      </ul>
      <div className="audit-actions">
        <Button
          label={s.verify}
          kind="primary"
          busyLabel={verifying ? s.verifying : null}
          onPress={() => void desk.verify()}
        />
        <Button
          label={s.exportCsv}
          busyLabel={exporting ? s.exporting : null}
          onPress={() => void desk.exportAs('csv')}
        />
        <Button
          label={s.exportLines}
          busyLabel={exporting ? s.exporting : null}
          onPress={() => void desk.exportAs('jsonl')}
        />
      </div>
      <Verification verification={status.verification} />
      {told !== null && (
        <p className="audit-note" role="status">
          {told}
        </p>
      )}
    </section>
  )
}
