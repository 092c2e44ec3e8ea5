import { useMemo, type ReactNode } from 'react'
import { Banner, useLinkLost } from './approvals-host.tsx'
import { openPatient } from './navigation.ts'
import { ClinicalRiskHostContext, type ClinicalRiskHost } from '@renderer/features/clinical-risk/use-host.ts'
import { useMay } from '@renderer/features/sessions/use-session.ts'

/** Lends the clinical risk feature what it takes from the shell and from other features. */
export function ClinicalRiskHostProvider(props: { readonly children: ReactNode }) {
  const read = useMay('read-clinical-risk')
  const run = useMay('run-clinical-risk')
  const exports = useMay('export-population')
  const readsPatients = useMay('read-patients')
  const linkLost = useLinkLost()
  const host = useMemo(
    (): ClinicalRiskHost => ({
      rights: { read, run, export: exports },
      linkLost,
      Banner,
      openPatient: readsPatients ? openPatient : null,
    }),
    [read, run, exports, readsPatients, linkLost],
  )
  return <ClinicalRiskHostContext value={host}>{props.children}</ClinicalRiskHostContext>
}
