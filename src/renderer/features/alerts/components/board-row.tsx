import { memo } from 'react'
import { list, pressStep } from '@renderer/features/alerts/desk.ts'
import {
  limitLine,
  nextStep,
  rowLabel,
  rowNameOf,
  unitOf,
  valueOf,
  whoLine,
} from '@renderer/features/alerts/describe.ts'
import { useAlert, useAlertsHost, useBusy, useList } from '@renderer/features/alerts/use-alerts.ts'
import { words } from '@renderer/features/alerts/strings.ts'
import { actionWords } from '@renderer/features/alerts/strings-actions.ts'
import { actionKeys } from '@renderer/features/alerts/action-keys.ts'
import { isCalling, isOpen, type Alert } from '@shared/features/alerts/model.ts'
import { priorityOf } from '@shared/clinical/priority.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Chip } from '@renderer/ui/chip.tsx'
import { PriorityMark } from '@renderer/ui/priority-mark.tsx'
import { Sparkline } from '@renderer/ui/sparkline.tsx'
import { useDerivedFromNow } from '@renderer/ui/ticker.ts'
import { formatAge } from '@renderer/ui/time-format.ts'

/** The id of a row's element; the grid names the active one by it. */
export function rowElementId(alertId: string): string {
  return `alert-row-${alertId}`
}

function Age(props: { readonly at: number }) {
  return useDerivedFromNow((now) => formatAge(props.at, now))
}

/** Two lines that may count down; the derived text changes once a second at most, and only then renders. */
function Who(props: { readonly alert: Alert; readonly user: string }) {
  const { alert, user } = props
  const text = useDerivedFromNow((now) => {
    const line = whoLine(alert, user, now)
    return `${line.tone}\n${line.main}\n${line.extra ?? ''}`
  })
  const [tone, main, extra] = text.split('\n')
  return (
    <>
      <span className="row-who-main" data-tone={tone}>
        {main}
      </span>
      {extra !== '' && <span className="row-sub">{extra}</span>}
    </>
  )
}

function Step(props: { readonly alert: Alert; readonly user: string }) {
  const { alert, user } = props
  const busy = useBusy(alert.id)
  const step = nextStep(alert, user)
  if (step === null) return null
  return (
    <Button
      label={actionWords[step].label}
      shortcut={actionKeys[step]}
      kind={step === 'acknowledge' ? 'primary' : 'plain'}
      busyLabel={busy === null ? null : actionWords[busy].busy}
      untabbed
      onPress={() => pressStep(alert, step)}
    />
  )
}

function Finding(props: { readonly alert: Alert }) {
  const { alert } = props
  return (
    <>
      <span className="row-finding">
        <span className="row-symbol">{alert.symbol}</span>
        <span className="row-value">{valueOf(alert)}</span>
        <span className="row-unit">{unitOf(alert)}</span>
      </span>
      <span className="row-sub">
        {alert.doubts.map((doubt) => (
          <span key={doubt} className="row-doubt">
            {words.doubts[doubt]}
          </span>
        ))}
        {limitLine(alert)}
        {alert.count > 1 && <span className="row-count">{words.times(alert.count)}</span>}
      </span>
    </>
  )
}

/** One alert on the board. It subscribes to its own alert only, and is drawn only while in view. */
export const BoardRow = memo(function BoardRow(props: {
  readonly id: string
  readonly index: number
  readonly top: number
  readonly height: number
}) {
  const { id } = props
  const { user, wall, openPatient } = useAlertsHost()
  const alert = useAlert(id)
  const selected = useList((state) => state.selectedId === id)
  if (alert === null) return null
  const priority = priorityOf(alert.severity)
  const open = isOpen(alert)
  const calling = isCalling(alert)
  const others = open && !calling && nextStep(alert, user) === null
  return (
    <div
      id={rowElementId(id)}
      className="row"
      role="row"
      aria-rowindex={props.index + 1}
      aria-selected={selected}
      aria-label={rowLabel(alert)}
      data-priority={priority}
      data-calling={calling}
      data-quiet={!open || others}
      data-flat={alert.trend.length < 2}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      onClick={() => list.select(id)}
      onDoubleClick={() => openPatient(alert.patient.patientId)}
    >
      <span role="gridcell" className="row-mark">
        <PriorityMark kind={priority} calling={calling} withSign />
      </span>
      <span role="gridcell" className="row-who-is">
        <span className="row-bed">{alert.patient.bed ?? words.bedUnknownShort}</span>
        <span className="row-name">{rowNameOf(alert)}</span>
      </span>
      <span role="gridcell" className="row-what">
        <Finding alert={alert} />
      </span>
      <span role="gridcell" className="row-trend">
        <Sparkline points={alert.trend} limit={alert.basis.limit} priority={priority} />
      </span>
      <span role="gridcell" className="row-age">
        <Age at={alert.raisedAt} />
        {alert.simulated && <Chip tone="demo" text={words.demo} />}
      </span>
      <span role="gridcell" className="row-who">
        <Who alert={alert} user={user} />
      </span>
      <span role="gridcell" className="row-step">
        {!wall && <Step alert={alert} user={user} />}
      </span>
    </div>
  )
})
