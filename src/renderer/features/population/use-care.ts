import { useEffect } from 'react'
import { useStore } from 'zustand'
import { care } from './desk.ts'
import type { CareRecord } from '@shared/features/population/model.ts'

/** What is agreed on for this patient, as far as it has been read. */
export function useCareRecord(patientId: string): CareRecord | null {
  return useStore(care.store, ({ records }) => records.get(patientId) ?? null)
}

/** Reads what is agreed on for this patient and keeps it up to date; `problem` says why it could not be read. */
export function useCare(patientId: string): {
  readonly record: CareRecord | null
  readonly problem: string | null
} {
  const record = useCareRecord(patientId)
  const problem = useStore(care.store, ({ unread }) => unread.get(patientId) ?? null)
  useEffect(() => void care.read(patientId), [patientId])
  return { record, problem }
}
