import { CriteriaList } from './criteria-list.tsx'
import { appealDraft, REQUEST_PLACE } from '@renderer/features/prior-auth/draft.ts'
import { clockWords, standingNow } from '@renderer/features/prior-auth/queue-view.ts'
import { criteriaStrings } from '@renderer/features/prior-auth/strings.ts'
import { priorAuthStrings } from '@renderer/features/prior-auth/strings-queue.ts'
import { tabStore } from '@renderer/features/prior-auth/tab-store.ts'
import { useExport } from '@renderer/features/prior-auth/use-export.ts'
import { usePriorAuthHost } from '@renderer/features/prior-auth/use-host.ts'
import type { PriorAuthRecord } from '@shared/features/prior-auth/model.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { useDerivedFromNow } from '@renderer/ui/ticker.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import { formatValue } from '@renderer/ui/value-format.ts'
import './record-panel.css'

const s = priorAuthStrings.record

function Clock(props: { readonly record: PriorAuthRecord }) {
  const { clock, decidedAt } = props.record
  const row = {
    deadlineAt: clock.deadlineAt,
    standing: decidedAt === null ? ('in-time' as const) : ('closed' as const),
    nextEscalationAt: clock.escalateAt[0] ?? null,
  }
  const told = useDerivedFromNow((now) => `${standingNow(row, now)}\n${clockWords(row, now)}`)
  const [standing, text] = told.split('\n')
  return (
    <span className="pa-clock" data-standing={standing}>
      {text}
    </span>
  )
}

function Facts(props: { readonly record: PriorAuthRecord }) {
  const { record } = props
  const { request, clock, origin } = record
  const now = Date.now()
  const lines: readonly (readonly [string, string | null])[] = [
    [s.status, priorAuthStrings.statuses[record.status]],
    [s.reason, record.reason],
    [s.reference, record.reference],
    [s.submitted, formatMoment(clock.submittedAt, now)],
    [s.deadline, formatMoment(clock.deadlineAt, now)],
    [s.warnings, clock.escalateAt.map((at) => formatMoment(at, now)).join(', ')],
    [s.decided, record.decidedAt === null ? null : formatMoment(record.decidedAt, now)],
    [s.plan, priorAuthStrings.queue.plan(request.payer, request.plan)],
    [s.diagnoses, request.diagnoses.length === 0 ? s.noDiagnoses : request.diagnoses.join(', ')],
    [
      s.cost,
      request.estimatedCost === null
        ? priorAuthStrings.queue.noCost
        : priorAuthStrings.queue.cost(formatValue(request.estimatedCost)),
    ],
    [s.appealOf, request.appealOf],
    [s.askedBy, record.askedBy],
    [s.number, record.id],
  ]
  return (
    <>
      <dl className="pa-record-facts">
        {lines.map(([name, value]) =>
          value === null || value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="selectable">{value}</dd>
            </div>
          ),
        )}
      </dl>
      {record.fromCache && <p className="pa-muted">{s.cached}</p>}
      {origin !== null && <p className="pa-muted">{s.batch(origin.batch, origin.row)}</p>}
    </>
  )
}

function Body(props: { readonly record: PriorAuthRecord }) {
  const { record } = props
  const { Banner, openApproval, drafts } = usePriorAuthHost()
  const { busy, save } = useExport()
  const { request, evaluation } = record
  const name = evaluation.kind === 'checked' ? evaluation.procedureName : ''
  return (
    <>
      <div className="pa-record-scroll" tabIndex={0} role="group" aria-label={s.label}>
        <Banner patientId={request.patientId} />
        <h2 className="pa-record-name selectable">
          {request.procedure} {name}
        </h2>
        <p className="pa-record-clock">
          {s.clock} <Clock record={record} />
        </p>
        <Facts record={record} />
        <CriteriaList evaluation={evaluation} />
        {request.notes !== '' && (
          <section>
            <h3>{s.notes}</h3>
            <p className="pa-record-notes selectable">{request.notes}</p>
            {record.notesCut && <p className="pa-muted">{s.notesCut}</p>}
          </section>
        )}
      </div>
      <div className="pa-record-actions">
        {record.decidedAt === null && openApproval !== null && (
          <Button label={s.open} kind="primary" onPress={() => openApproval(record.id, request.patientId)} />
        )}
        {record.status === 'denied' && (
          <Button
            label={s.appeal}
            kind="quiet"
            onPress={() => {
              drafts.keep(REQUEST_PLACE, JSON.stringify(appealDraft(record)))
              tabStore.setState({ tab: 'request' })
            }}
          />
        )}
        <Button
          label={criteriaStrings.export}
          kind="quiet"
          busyLabel={busy ? criteriaStrings.exporting : null}
          onPress={() => void save(record.id)}
        />
      </div>
    </>
  )
}

/** The opened request: its clock, its criteria, what was decided, and the way to whoever decides. */
export function RecordPanel(props: { readonly id: string | null; readonly again: number }) {
  const { id } = props
  const answer = useRequest('prior-auth.read', id === null ? null : { id }, props.again)
  return (
    <aside className="pa-record" aria-label={s.label}>
      {id === null ? (
        <Empty kind="nothing" title={s.choose.title} text={s.choose.text} />
      ) : answer.phase === 'asking' ? (
        <Empty kind="loading" title={s.loading} />
      ) : answer.phase === 'failed' ? (
        <Empty kind="failed" title={s.failed} text={answer.failure.message} />
      ) : (
        <Body key={id} record={answer.value} />
      )}
    </aside>
  )
}
