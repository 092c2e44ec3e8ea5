import { useStore } from 'zustand'
import { AssignDialog, SnoozeDialog } from './care-dialogs.tsx'
import { ContactDialog, OutreachDialog } from './contact-dialogs.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { RecordDialog } from './record-dialog.tsx'
import { RosterDialog } from './roster-dialog.tsx'
import { screenStore } from '@renderer/features/population/desk.ts'
import './dialogs.css'

/** The one open dialog of the board, if any. */
export function Dialogs() {
  const dialog = useStore(screenStore, (state) => state.dialog)
  if (dialog === null) return null
  const [patient] = dialog.patients
  const patientId = patient?.patientId ?? null
  switch (dialog.kind) {
    case 'assign':
      return <AssignDialog patients={dialog.patients} />
    case 'snooze':
      return patientId === null ? null : <SnoozeDialog patientId={patientId} />
    case 'outreach':
      return patientId === null ? null : <OutreachDialog patientId={patientId} />
    case 'contact':
      return patientId === null ? null : <ContactDialog patientId={patientId} />
    case 'record':
      return <RecordDialog patientId={patientId} />
    case 'roster':
      return <RosterDialog />
    case 'export':
      return <ExportDialog />
  }
}
