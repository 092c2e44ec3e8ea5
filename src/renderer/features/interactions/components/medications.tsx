import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { CheckWorkbench } from './workbench.tsx'
import { checkDesk } from '@renderer/features/interactions/check-desk.ts'
import { shorten } from '@renderer/features/interactions/describe.ts'
import {
  createMedicationDesk,
  type ChartFacts,
  type MedicationDesk,
} from '@renderer/features/interactions/medication-desk.ts'
import { medicationStrings as s } from '@renderer/features/interactions/strings-governance.ts'
import { listStrings } from '@renderer/features/interactions/strings.ts'
import { useInteractionsHost } from '@renderer/features/interactions/use-host.ts'
import { request } from '@renderer/ipc/client.ts'
import { subscribe } from '@renderer/ipc/events.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { say } from '@renderer/ui/toast-store.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './medications.css'

/** Somebody else was faster: who, what they wrote, and three ways on. What was typed here is not touched. */
function Conflict(props: { readonly desk: MedicationDesk }) {
  const { desk } = props
  const theirs = useStore(desk.store, (state) => state.theirs)
  if (theirs === null) return null
  const { changedBy, changedAt, drugs } = theirs
  return (
    <div className="ix-conflict" role="alert">
      <p className="ix-conflict-title">
        {changedBy === null || changedAt === null
          ? s.conflictUnknown
          : s.conflict(changedBy.user, changedBy.station, formatMoment(changedAt, Date.now()))}
      </p>
      <p>
        <strong>{s.conflictList}: </strong>
        {drugs.length === 0
          ? s.conflictEmpty
          : drugs.map(({ text, chosen }) => chosen ?? shorten(text)).join(', ')}
      </p>
      <div className="ix-conflict-ways">
        <Button label={s.addMine} kind="primary" onPress={desk.addMine} />
        <Button label={s.takeTheirs} onPress={desk.takeTheirs} />
        <Button label={s.keepMine} kind="danger" onPress={desk.keepMine} />
      </div>
    </div>
  )
}

function SaveBar(props: { readonly desk: MedicationDesk }) {
  const { desk } = props
  const { stored, saving, problem, theirs, decideFirst, draftBack } = useStore(desk.store)
  // Whether something is unsaved depends on the list as it is typed.
  const changed = useStore(desk.check.store, () => desk.isChanged())
  const save = async (): Promise<void> => {
    if (await desk.save()) say('told', s.saved)
  }
  const said =
    stored === null || stored.changedBy === null || stored.changedAt === null
      ? s.never
      : s.changed(stored.changedBy.user, formatMoment(stored.changedAt, Date.now()))
  return (
    <div className="ix-save-bar">
      <p className="ix-muted">{said}</p>
      {draftBack && <p className="ix-muted">{s.draftBack}</p>}
      {changed && (
        <>
          <span className="ix-unsaved">{s.unsaved}</span>
          <Button
            label={s.save}
            kind="primary"
            busyLabel={saving ? s.saving : null}
            disabled={theirs !== null}
            onPress={() => void save()}
          />
          <Button label={s.discard} kind="quiet" onPress={desk.discard} />
        </>
      )}
      {decideFirst && changed && <p className="field-problem">{s.decideFirst}</p>}
      {problem !== null && theirs === null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}

/** The medications of one patient, for the patient's page. */
export function Medications(props: { readonly patientId: string; readonly chart: ChartFacts }) {
  const { patientId } = props
  const { rights, drafts, openScreen } = useInteractionsHost()
  // What the chart says when the page is opened: a later change of it must not take what has been typed.
  const [chart] = useState(props.chart)
  const desk = useMemo(
    () => createMedicationDesk(patientId, { request, subscribe, drafts, chart }),
    [patientId, drafts, chart],
  )
  useEffect(() => desk.start(), [desk])
  const { phase, failure } = useStore(desk.store)
  const openFull = (): void => {
    const { entries, context } = desk.check.store.getState()
    checkDesk.open({ drugs: entries.map(({ drug }) => drug), context, patientId })
    openScreen()
  }
  return (
    <section className="ix-medications" aria-label={s.label}>
      <div className="ix-medications-head">
        <h2>{s.label}</h2>
        <Button label={listStrings.full} kind="quiet" onPress={openFull} />
      </div>
      {phase === 'reading' && <p className="ix-muted">{s.loading}</p>}
      {phase === 'failed' && <Empty kind="failed" title={s.failed} text={failure ?? ''} />}
      {phase === 'had' && (
        <>
          {!rights.medicate && <p className="ix-muted">{s.readOnly}</p>}
          <Conflict desk={desk} />
          <CheckWorkbench desk={desk.check} readOnly={!rights.medicate} compact />
          <SaveBar desk={desk} />
        </>
      )}
    </section>
  )
}
