import { useEffect } from 'react'
import { useStore } from 'zustand'
import { AuditFilterBar } from './audit-filter.tsx'
import { AuditHealth } from './audit-health.tsx'
import { AuditTable } from './audit-table.tsx'
import { WhoLooked } from './who-looked.tsx'
import { auditDesk as desk } from '@renderer/features/audit/store.ts'
import { auditStrings as s } from '@renderer/features/audit/strings.ts'
import { Button } from '@renderer/ui/button.tsx'
import { Empty } from '@renderer/ui/empty.tsx'
import { openFilter } from '@shared/features/audit/model.ts'
import { formatMoment } from '@renderer/ui/time-format.ts'
import './audit-screen.css'

/** Who did what: search, who looked at a patient, verification, export. */
export function AuditScreen() {
  const state = useStore(desk.store)
  useEffect(() => {
    const end = desk.start()
    // Another screen may have asked already, who looked at its patient.
    if (desk.store.getState().phase === 'idle') void desk.search(openFilter)
    return () => {
      end()
      desk.empty()
    }
  }, [])
  const { phase, items, whoLooked, status } = state
  const searched = phase === 'complete' || phase === 'paused'
  return (
    <div className="audit-screen">
      <h1>{s.title}</h1>
      {status !== null && <AuditHealth status={status} />}
      <AuditFilterBar />
      {phase === 'failed' && <Empty kind="failed" title={s.failed} text={state.failure ?? ''} />}
      {state.unreadable > 0 && <p className="audit-warning">{s.unreadable(state.unreadable)}</p>}
      {whoLooked !== null ? (
        <WhoLooked patient={whoLooked} state={state} />
      ) : (
        items.length > 0 && (
          <section className="audit-card" aria-label={s.entries}>
            <AuditTable items={items} />
          </section>
        )
      )}
      {phase === 'searching' && <p className="audit-note">{s.loading}</p>}
      {whoLooked === null && phase === 'complete' && items.length === 0 && (
        <Empty kind="nothing" title={s.none} text={s.noneText(state.looked)} />
      )}
      {searched && state.backTo !== null && (
        <p className="audit-note">{s.soFar(state.looked, formatMoment(state.backTo, Date.now()))}</p>
      )}
      {phase === 'paused' && <Button label={s.more} kind="quiet" onPress={() => void desk.further()} />}
    </div>
  )
}
