import { ArrowLeft } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { PatientBanner } from './patient-banner.tsx'
import { PatientHistory } from './patient-history.tsx'
import { PatientTrends } from './patient-trends.tsx'
import { StepDialogs } from './step-dialogs.tsx'
import { setFollow, startStep } from '@renderer/features/alerts/desk.ts'
import { findingOf, limitLine, nextStep, rowNameOf, whoLine } from '@renderer/features/alerts/describe.ts'
import { actionWords, followStrings } from '@renderer/features/alerts/strings-actions.ts'
import { patientStrings as s } from '@renderer/features/alerts/strings-detail.ts'
import { useAlertsHost, useBoard, useBusy } from '@renderer/features/alerts/use-alerts.ts'
import { isCalling, isOpen, type Alert, type PatientCard } from '@shared/features/alerts/model.ts'
import { priorityOf } from '@shared/clinical/priority.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { PriorityMark } from '@renderer/ui/priority-mark.tsx'
import { useDerivedFromNow } from '@renderer/ui/ticker.ts'
import { formatAge } from '@renderer/ui/time-format.ts'
import './patient-page.css'

function OpenLine(props: { readonly alert: Alert }) {
  const { alert } = props
  const { user } = useAlertsHost()
  const busy = useBusy(alert.id)
  const age = useDerivedFromNow((now) => formatAge(alert.raisedAt, now))
  const who = useDerivedFromNow((now) => whoLine(alert, user, now).main)
  const priority = priorityOf(alert.severity)
  const step = nextStep(alert, user)
  return (
    <li className="open-line" data-priority={priority}>
      <PriorityMark kind={priority} calling={isCalling(alert)} />
      <span className="open-finding">{findingOf(alert)}</span>
      <span className="detail-note">{limitLine(alert)}</span>
      <span className="open-age">{age}</span>
      <span className="detail-note open-who">{who}</span>
      {step !== null && (
        <Button
          label={actionWords[step].label}
          kind={step === 'acknowledge' ? 'primary' : 'plain'}
          busyLabel={busy === null ? null : actionWords[busy].busy}
          onPress={() => startStep(alert, step)}
        />
      )}
    </li>
  )
}

/** Open alerts of the patient: what main told, renewed by the board where it knows more. */
function useOpenAlerts(patientId: string, told: readonly Alert[]): readonly Alert[] {
  const items = useBoard((state) => state.items)
  const order = useBoard((state) => state.order)
  const merged = new Map(told.map((alert) => [alert.id, alert]))
  for (const id of order) {
    const alert = items.get(id)
    if (alert?.patient.patientId === patientId) merged.set(id, alert)
  }
  return [...merged.values()].map((alert) => items.get(alert.id) ?? alert).filter(isOpen)
}

function useEscape(onBack: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const busy =
        event.target instanceof Element &&
        event.target.closest('input, textarea, [role="dialog"], [role="listbox"], [role="menu"]') !== null
      if (busy || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      if (event.key === 'Escape') {
        event.preventDefault()
        onBack()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onBack])
}

/**
 * Everything this station can tell of one patient: banner, open alerts, medications, trends, alert history.
 * `medications` belongs to another feature and is given what is known of the patient; `actions` are buttons of others.
 */
export function PatientPage(props: {
  readonly patientId: string
  readonly onBack: () => void
  readonly medications: (card: PatientCard) => ReactNode
  readonly actions?: ReactNode
}) {
  const { patientId, onBack } = props
  const followed = useBoard((state) => state.followed.has(patientId))
  const revision = useBoard(
    (state) => state.order.filter((id) => state.items.get(id)?.patient.patientId === patientId).length,
  )
  const answer = useRequest('alerts.patient', { patientId }, revision)
  const page = answer.phase === 'had' ? answer.value : null
  const open = useOpenAlerts(patientId, page?.open ?? [])
  useEscape(onBack)
  const back = (
    <Button
      label={s.back}
      shortcut="Esc"
      kind="quiet"
      icon={<ArrowLeft aria-hidden="true" />}
      onPress={onBack}
    />
  )
  if (answer.phase === 'failed') {
    return (
      <div className="patient-page">
        {back}
        <Empty kind="failed" title={s.failed} text={answer.failure.message} />
      </div>
    )
  }
  if (page === null) {
    return (
      <div className="patient-page">
        {back}
        <Empty kind="loading" title={s.loading} />
      </div>
    )
  }
  return (
    <div className="patient-page" tabIndex={-1}>
      <div className="patient-head">
        {back}
        <Button
          label={followed ? followStrings.following : followStrings.follow}
          kind="plain"
          pressed={followed}
          onPress={() => void setFollow(patientId, rowNameOf({ patient: page.card }), !followed)}
        />
        {props.actions}
      </div>
      <PatientBanner card={page.card} simulated={page.simulated} title />
      <section className="patient-section" aria-label={s.open(open.length)}>
        <h2>{s.open(open.length)}</h2>
        {open.length === 0 ? (
          <p className="detail-note">{s.openNone}</p>
        ) : (
          <ul className="open-lines">
            {open.map((alert) => (
              <OpenLine key={alert.id} alert={alert} />
            ))}
          </ul>
        )}
      </section>
      {props.medications(page.card)}
      <PatientTrends page={page} />
      <PatientHistory patientId={patientId} />
      <StepDialogs />
    </div>
  )
}
