import { Basis, BigValue } from './detail-facts.tsx'
import { DetailTimeline } from './detail-timeline.tsx'
import { DetailTrend } from './detail-trend.tsx'
import { PatientBanner } from './patient-banner.tsx'
import { actionKeys } from '@renderer/features/alerts/action-keys.ts'
import type { ActionKind } from '@renderer/features/alerts/actions.ts'
import { isMine } from '@renderer/features/alerts/board-order.ts'
import { startStep } from '@renderer/features/alerts/desk.ts'
import { nextStep } from '@renderer/features/alerts/describe.ts'
import { detailStrings as s } from '@renderer/features/alerts/strings-detail.ts'
import { actionWords } from '@renderer/features/alerts/strings-actions.ts'
import { useAlert, useAlertsHost, useBusy, useList } from '@renderer/features/alerts/use-alerts.ts'
import { isCalling, isOpen, type Alert } from '@shared/features/alerts/model.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './detail-panel.css'

function stepsOf(alert: Alert, user: string): readonly ActionKind[] {
  if (!isOpen(alert)) return ['note']
  const steps: ActionKind[] = []
  if (isCalling(alert)) steps.push('acknowledge')
  if (alert.readBackRequired && alert.readBack === null) steps.push('read-back')
  steps.push('escalate', alert.holder !== null && isMine(alert, user) ? 'release' : 'take', 'note', 'resolve')
  return steps
}

function Actions(props: { readonly alert: Alert }) {
  const { alert } = props
  const { user } = useAlertsHost()
  const busy = useBusy(alert.id)
  const next = nextStep(alert, user)
  const steps = stepsOf(alert, user)
  const ordered = next === null ? steps : [next, ...steps.filter((step) => step !== next)]
  return (
    <div className="detail-actions" role="group" aria-label={s.actions}>
      {ordered.map((step) => (
        <Button
          key={step}
          label={actionWords[step].label}
          shortcut={actionKeys[step]}
          kind={step === next ? 'primary' : 'plain'}
          busyLabel={busy === step ? actionWords[step].busy : null}
          onPress={() => startStep(alert, step)}
        />
      ))}
    </div>
  )
}

function Notes(props: { readonly alert: Alert }) {
  const { notes, readBack } = props.alert
  if (notes.length === 0 && readBack === null) return null
  const now = Date.now()
  return (
    <section className="detail-section">
      <h2>{s.notes}</h2>
      <ul className="notes">
        {readBack !== null && (
          <li>
            <span className="selectable">{s.readBack(readBack.toldTo, readBack.repeatedBy)}</span>
            <span className="detail-note">
              {s.by(readBack.by.user)}, {formatMoment(readBack.at, now)}
            </span>
          </li>
        )}
        {notes.map((note) => (
          <li key={`${note.at}${note.by.user}`}>
            <span className="selectable">{note.text}</span>
            <span className="detail-note">
              {s.by(note.by.user)}, {formatMoment(note.at, now)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Everything about the selected alert: whose it is, what it rests on, what was done, what can be done. */
export function DetailPanel() {
  const id = useList((state) => state.selectedId)
  const alert = useAlert(id)
  const { openPatient } = useAlertsHost()
  if (alert === null) {
    return (
      <aside className="detail" aria-label={s.label}>
        <Empty kind="nothing" title={s.none.title} text={s.none.text} />
      </aside>
    )
  }
  return (
    <aside className="detail" aria-label={s.label}>
      <div className="detail-scroll" tabIndex={0} role="group" aria-label={s.label} key={alert.id}>
        <PatientBanner card={alert.patient} simulated={alert.simulated} />
        <BigValue alert={alert} />
        <DetailTrend alert={alert} />
        <Basis alert={alert} />
        <DetailTimeline alert={alert} />
        <Notes alert={alert} />
      </div>
      <Actions alert={alert} />
      <div className="detail-more">
        <Button
          label={s.openPatient}
          shortcut="Enter"
          kind="quiet"
          onPress={() => openPatient(alert.patient.patientId)}
        />
      </div>
    </aside>
  )
}
