import { useMemo, type ReactNode } from 'react'
import { Banner, useLinkLost } from './approvals-host.tsx'
import { goTo } from './navigation.ts'
import { openApproval } from './open-approval.ts'
import { drafts } from './workspace.ts'
import { wantForm } from '@renderer/features/diagnostics/desk.ts'
import {
  DiagnosticsHostContext,
  type ChartFacts,
  type DiagnosticsHost,
} from '@renderer/features/diagnostics/use-host.ts'
import { useHubStatus } from '@renderer/features/hub-health/use-link.ts'
import { useMay } from '@renderer/features/sessions/use-session.ts'
import { request } from '@renderer/ipc/client.ts'
import { hubTime } from '@renderer/ui/ticker.ts'
import { ageInYears } from '@renderer/ui/time-format.ts'

async function readChart(patientId: string): Promise<ChartFacts | null> {
  const reply = await request('alerts.patient', { patientId })
  if (!reply.ok) return null
  const { birthDate, sex } = reply.value.card
  return {
    ageYears: birthDate === null ? null : ageInYears(birthDate, hubTime()),
    sex: sex === 'male' || sex === 'female' ? sex : null,
  }
}

/** Opens the form of a diagnostic run for this patient. */
export function openDiagnostics(patientId: string): void {
  wantForm(patientId)
  goTo('diagnostics')
}

/** Lends the diagnostics feature what it takes from the shell and from other features. */
export function DiagnosticsHostProvider(props: { readonly children: ReactNode }) {
  const read = useMay('read-diagnostics')
  const run = useMay('run-diagnostics')
  const figures = useMay('read-diagnostic-figures')
  const readsApprovals = useMay('read-approvals')
  const linkLost = useLinkLost()
  const demo = useHubStatus()?.demo ?? false
  const host = useMemo(
    (): DiagnosticsHost => ({
      rights: { read, run, figures },
      linkLost,
      demo,
      Banner,
      readChart,
      openApproval: readsApprovals ? openApproval : null,
      drafts,
    }),
    [read, run, figures, readsApprovals, linkLost, demo],
  )
  return <DiagnosticsHostContext value={host}>{props.children}</DiagnosticsHostContext>
}
