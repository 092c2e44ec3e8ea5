import { useState } from 'react'
import { criteriaStrings as s } from './strings.ts'
import { request } from '@renderer/ipc/client.ts'
import { saveFile } from '@renderer/ui/save-file.ts'
import { say } from '@renderer/ui/toast-store.ts'

/** Writes the ClaimResponse bundle of a request into a file. */
export function useExport(): { readonly busy: boolean; readonly save: (id: string) => Promise<void> } {
  const [busy, setBusy] = useState(false)
  const save = async (id: string): Promise<void> => {
    if (busy) return
    setBusy(true)
    const reply = await request('prior-auth.export-fhir', { id })
    setBusy(false)
    if (!reply.ok) return say('failed', reply.error.message)
    saveFile(reply.value.fileName, reply.value.text, 'application/fhir+json')
    return say('told', s.exported(reply.value.fileName))
  }
  return { busy, save }
}
