import { useMemo, type ReactNode } from 'react'
import { Banner, useLinkLost } from './approvals-host.tsx'
import { openApproval } from './open-approval.ts'
import { drafts } from './workspace.ts'
import { PriorAuthHostContext, type PriorAuthHost } from '@renderer/features/prior-auth/use-host.ts'
import { useMay } from '@renderer/features/sessions/use-session.ts'

/** Lends the prior authorisation feature what it takes from the shell and from other features. */
export function PriorAuthHostProvider(props: { readonly children: ReactNode }) {
  const request = useMay('request-prior-auth')
  const figures = useMay('see-prior-auth-figures')
  const readsApprovals = useMay('read-approvals')
  const linkLost = useLinkLost()
  const host = useMemo(
    (): PriorAuthHost => ({
      rights: { request, figures },
      linkLost,
      Banner,
      openApproval: readsApprovals ? openApproval : null,
      drafts,
    }),
    [request, figures, readsApprovals, linkLost],
  )
  return <PriorAuthHostContext value={host}>{props.children}</PriorAuthHostContext>
}
