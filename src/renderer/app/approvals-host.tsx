import { useMemo, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { openPatient } from './navigation.ts'
import { drafts } from './workspace.ts'
import { PatientBanner } from '@renderer/features/alerts/components/patient-banner.tsx'
import type { ApprovalRights } from '@renderer/features/approvals/queue-order.ts'
import { ApprovalsHostContext, type ApprovalsHost } from '@renderer/features/approvals/use-host.ts'
import { hub } from '@renderer/features/hub-health/store.ts'
import { useMay, useOpenSession } from '@renderer/features/sessions/use-session.ts'
import { kindsWhere, mayDecide, maySee, maySpeak } from '@shared/features/approvals/kinds.ts'
import { useRequest } from '@renderer/ipc/use-request.ts'

/** The banner of a patient of whom only the number is known: everything else is then said to be unknown. */
const unknownCard = {
  name: null,
  mrn: null,
  birthDate: null,
  sex: null,
  bed: null,
  allergies: null,
  codeStatus: null,
  conditions: null,
}

/** Who a patient is, as far as this station knows. */
export function Banner(props: { readonly patientId: string }) {
  const { patientId } = props
  const answer = useRequest('alerts.patient', { patientId })
  const page = answer.phase === 'had' ? answer.value : null
  return (
    <PatientBanner card={page?.card ?? { ...unknownCard, patientId }} simulated={page?.simulated ?? false} />
  )
}

/** What the person here may do with requests for approval. */
export function useApprovalRights(): ApprovalRights {
  const permissions = useOpenSession()?.permissions
  return useMemo(() => {
    const held = permissions === undefined ? null : new Set(permissions)
    return {
      see: kindsWhere((kind) => maySee(held, kind)),
      decide: kindsWhere((kind) => mayDecide(held, kind)),
      speak: kindsWhere((kind) => maySpeak(held, kind)),
    }
  }, [permissions])
}

/** Since when there is no link; null while there is one. A string, so that the screen renders only when it changes. */
export function useLinkLost(): { readonly since: number | null } | null {
  const told = useStore(hub.store, ({ received }) =>
    received?.status.link === 'lost' ? String(received.status.lastProofAt ?? '') : null,
  )
  return useMemo(() => (told === null ? null : { since: told === '' ? null : Number(told) }), [told])
}

/** More procedures than any set of policies names. */
const MOST_PROCEDURES = 200

/** What procedure codes stand for, as the station's policies name them. */
function useProcedureNames(): (code: string) => string | null {
  const knows = useMay('request-prior-auth')
  const answer = useRequest('prior-auth.procedures', knows ? { query: '', limit: MOST_PROCEDURES } : null)
  const procedures = answer.phase === 'had' ? answer.value.procedures : null
  return useMemo(() => {
    const names = new Map((procedures ?? []).map(({ code, name }) => [code, name]))
    return (code) => names.get(code) ?? null
  }, [procedures])
}

/** Lends the approvals feature what it takes from the shell and from other features. */
export function ApprovalsHostProvider(props: { readonly children: ReactNode }) {
  const user = useOpenSession()?.user.id ?? ''
  const rights = useApprovalRights()
  const linkLost = useLinkLost()
  const nameOf = useProcedureNames()
  const host = useMemo(
    (): ApprovalsHost => ({ user, rights, linkLost, Banner, openPatient, nameOf, drafts }),
    [user, rights, linkLost, nameOf],
  )
  return <ApprovalsHostContext value={host}>{props.children}</ApprovalsHostContext>
}
